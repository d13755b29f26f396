import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { PrivateKey } from './user-pool-tables.js';

/** A new RSA key, private part and all. Takes some 100 ms and more, on another thread. */
export async function newSigningKey(): Promise<PrivateKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ format: 'jwk' }) as PrivateKey;
}
