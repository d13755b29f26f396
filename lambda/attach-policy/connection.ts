/** The one variable of a connection template, as AWS writes it in policies. */
export const identityVariable = '${cognito-identity.amazonaws.com:sub}';

export interface Topics {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly receive: readonly string[];
}

/** How any caller connects: client ID and topics with `${cognito-identity.amazonaws.com:sub}` in the caller's place. */
export interface ConnectionTemplate {
  readonly clientId: string;
  readonly topics: Topics;
}

/** All that a client needs besides its credentials to connect to AWS IoT. */
export interface Connection {
  /** Host name, without scheme. */
  readonly endpoint: string;
  readonly region: string;
  readonly clientId: string;
  readonly topics: Topics;
}

export interface ConnectionProps {
  readonly endpoint: string;
  readonly region: string;
  readonly template: ConnectionTemplate;
}

/** Fills the template in for one identity. */
export function connectionOf(identityId: string, { endpoint, region, template }: ConnectionProps): Connection {
  // A function, because replaceAll reads `$` in a replacement string as a pattern.
  const fill = (text: string) => text.replaceAll(identityVariable, () => identityId);
  const { publish, subscribe, receive } = template.topics;
  const topics = { publish: publish.map(fill), subscribe: subscribe.map(fill), receive: receive.map(fill) };
  return { endpoint, region, clientId: fill(template.clientId), topics };
}
