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
