import { constants, createPublicKey, publicEncrypt } from 'node:crypto';

/**
 * base^exponent mod modulus, for an odd modulus of at most 3,072 bits and a smaller exponent. RSA without padding is
 * this power, and OpenSSL computes it in a sixth of the time that it takes with bigint.
 *
 * @throws Error of OpenSSL for a modulus that RSA cannot have
 */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  return powersModulo(modulus)(base, exponent);
}

/** The same for many powers modulo one number, which is written out once. */
export function powersModulo(modulus: bigint): (base: bigint, exponent: bigint) => bigint {
  const bytes = toBytes(modulus);
  const n = bytes.toString('base64url');
  return (base, exponent) => {
    const e = toBytes(exponent).toString('base64url');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } });
    const message = toBytes(base % modulus, bytes.length);
    const power = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, message);
    return BigInt(`0x${power.toString('hex')}`);
  };
}

function toBytes(number: bigint, length = 0): Buffer {
  const digits = number.toString(16);
  return Buffer.from(digits.padStart(Math.max(2 * length, digits.length + (digits.length % 2)), '0'), 'hex');
}
