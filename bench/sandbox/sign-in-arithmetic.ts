import { constants, createPublicKey, generateKeyPairSync, publicEncrypt, randomBytes, sign } from 'node:crypto';
import { N } from '../../sandbox/cognito/user-pool/srp.js';

/**
 * CPU milliseconds that OpenSSL needs for what nobody who signs a user in can do without: three powers with an exponent
 * of 256 bits in SRP's group of 3,072 bits, and two signatures with RSA-2048 and SHA-256.
 *
 * Of what Node offers for a power (BigInt, `createDiffieHellman`, RSA without padding), the last is the fastest; its key
 * is made outside of what is measured.
 */
export function arithmeticMs(times: number): number {
  const n = Buffer.from(N.toString(16), 'hex');
  const e = randomBytes(32);
  // An odd exponent with its highest bit set, as RSA has it.
  e[0] = (e[0] ?? 0) | 0x80;
  e[31] = (e[31] ?? 0) | 1;
  const key = createPublicKey({
    format: 'jwk',
    key: { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') },
  });
  const base = Buffer.concat([Buffer.alloc(1), randomBytes(n.length - 1)]);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const text = randomBytes(900);
  const once = () => {
    for (let count = 0; count < 3; count += 1) publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, base);
    for (let count = 0; count < 2; count += 1) sign('sha256', text, privateKey);
  };
  for (let count = 0; count < times / 10; count += 1) once();
  const before = process.cpuUsage();
  for (let count = 0; count < times; count += 1) once();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}
