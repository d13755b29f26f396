import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import type { Table } from '../../state/table.js';
import { newSigningKey } from './new-signing-key.js';
import type { PrivateKey } from './user-pool-tables.js';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As the JWKS shows it. */
  readonly publicJwk: JWK;
}

/** Makes one where none is kept. */
export type NewKey = (userPoolId: string) => Promise<PrivateKey>;

/**
 * The key that signs a pool's tokens: the one kept in `keys`, or a new one, which is kept there. Making a key takes
 * some 100 ms on another thread, so boot does not wait for it; all callers share one promise.
 */
export function lazySigningKey(
  keys: Table<PrivateKey>,
  userPoolId: string,
  newKey: NewKey = newSigningKey,
): () => Promise<SigningKey> {
  let key: Promise<SigningKey> | undefined;
  return () => {
    key ??= loadKey(keys, userPoolId, newKey);
    return key;
  };
}

async function loadKey(keys: Table<PrivateKey>, userPoolId: string, newKey: NewKey): Promise<SigningKey> {
  const jwk = keys.get(userPoolId) ?? (await newKey(userPoolId));
  if (keys.get(userPoolId) === undefined) keys.put(userPoolId, jwk);
  const privateKey = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  const publicKey = createPublicKey(privateKey);
  const { kty, n, e } = publicKey.export({ format: 'jwk' }) as JWK;
  const kid = createHash('sha256').update(String(n)).digest('base64');
  return { kid, privateKey, publicKey, publicJwk: { alg: 'RS256', e, kid, kty, n, use: 'sig' } as JWK };
}
