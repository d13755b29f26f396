import { type KeyObject, sign } from 'node:crypto';
import type { JWTPayload } from 'jose';

/**
 * A JSON Web Token signed with RS256. By Node's own `sign`, on this thread: WebCrypto, which jose takes, hands each
 * signature to another one, and that costs more than the signature does.
 */
export function signJwt(
  claims: JWTPayload,
  { kid, privateKey }: { readonly kid: string; readonly privateKey: KeyObject },
) {
  const signed = `${encoded({ kid, alg: 'RS256' })}.${encoded(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
