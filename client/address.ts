/** Of an address the parts that the client needs. */
export interface Address {
  /** `https:` */
  readonly protocol: string;
  /** With the port, unless it is the scheme's own. */
  readonly host: string;
  /** Without the port. */
  readonly hostname: string;
  /** From the first slash on. */
  readonly pathname: string;
}

const USUAL_PORTS: Readonly<Record<string, string>> = { 'https:': ':443', 'http:': ':80' };
const PARTS = /^(https?:)\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[\w\-.~%!$&'()*+,;=:@/]*)?$/i;

/**
 * An address of a host and a path, without a query; undefined if it is something else. React Native's own `URL` has no
 * such parts, or adds a slash to the path, which would spoil the signature.
 */
export function readAddress(text: string): Address | undefined {
  const [, scheme, name, port = '', pathname = '/'] = PARTS.exec(text) ?? [];
  if (scheme === undefined || name === undefined) return undefined;
  const protocol = scheme.toLowerCase();
  const hostname = name.toLowerCase();
  return { protocol, hostname, host: port === USUAL_PORTS[protocol] ? hostname : hostname + port, pathname };
}
