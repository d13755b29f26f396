import { createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';
import { createFixedBasePower } from './fixed-base-power.js';
import { powersModulo } from './modular-power.js';

/** Whose password it is, as it enters the hashes: the pool's name is its ID after the `_`. */
export interface SrpIdentity {
  readonly poolName: string;
  readonly userIdForSrp: string;
}

export interface PasswordVerifier {
  /** Hexadecimal, both. */
  readonly salt: string;
  readonly verifier: string;
}

/** The server's pair of keys for one exchange. */
export interface ServerKeys {
  readonly b: bigint;
  readonly B: bigint;
}

/** RFC 3526's 3072-bit group. `createDiffieHellman(N)` would test the prime, for over a second; this does not. */
export const N = fromHex(getDiffieHellman('modp15').getPrime('hex'));
const power = powersModulo(N);
const g = 2n;
const k = fromHex(sha256(Buffer.from(padded(N) + padded(g), 'hex')));

/** What is kept instead of the password: v = g^x mod N, x = H(salt | H(pool user ":" password)). */
export function createVerifier(
  { poolName, userIdForSrp }: SrpIdentity,
  password: string,
  salt = randomBytes(16).toString('hex'),
): PasswordVerifier {
  const inner = sha256(Buffer.from(`${poolName}${userIdForSrp}:${password}`, 'utf8'));
  const x = fromHex(sha256(Buffer.from(padded(fromHex(salt)) + inner, 'hex')));
  return { salt, verifier: power(g, x).toString(16) };
}

/** 112 bits of security, by twice as many, as the tokens' RSA key of 2,048 bits has: a longer exponent only costs. */
const PRIVATE_KEY_BYTES = 28;

/** Key pairs after which a table of powers of g is worth its making. */
const MANY = 100;

/** Makes the key pair of each exchange: B = k*v + g^b mod N. */
export function createServerKeyMaker(): (verifier: PasswordVerifier) => ServerKeys {
  let made = 0;
  let powerOfG = (b: bigint) => power(g, b);
  return ({ verifier }) => {
    made += 1;
    if (made === MANY) powerOfG = createFixedBasePower({ base: g, modulus: N, exponentBits: 8 * PRIVATE_KEY_BYTES });
    const b = fromHex(randomBytes(PRIVATE_KEY_BYTES).toString('hex'));
    return { b, B: (k * fromHex(verifier) + powerOfG(b)) % N };
  };
}

/** The key that client and server share when the password is right: 16 bytes. */
export function sharedKey(A: bigint, { b, B }: ServerKeys, { verifier }: PasswordVerifier): Buffer {
  const u = sha256(Buffer.from(padded(A) + padded(B), 'hex'));
  const S = power(A * power(fromHex(verifier), fromHex(u)), b);
  const input = Buffer.from(padded(S), 'hex');
  const salt = Buffer.from(padded(fromHex(u)), 'hex');
  // RFC 5869 with one block; hkdfSync takes ten times as long for it, since it makes a job of it.
  const extracted = createHmac('sha256', salt).update(input).digest();
  return createHmac('sha256', extracted).update('Caldera Derived Key\x01').digest().subarray(0, 16);
}

/** PASSWORD_CLAIM_SIGNATURE, as bytes. */
export function claimSignature(
  key: Buffer,
  { poolName, userIdForSrp }: SrpIdentity,
  secretBlock: string,
  timestamp: string,
): Buffer {
  return createHmac('sha256', key)
    .update(poolName + userIdForSrp, 'utf8')
    .update(secretBlock, 'base64')
    .update(timestamp, 'utf8')
    .digest();
}

export function fromHex(hex: string): bigint {
  return BigInt(`0x${hex}`);
}

/** Cognito's clients hash numbers in two's complement: whole bytes, with a zero byte before a high first bit. */
function padded(number: bigint): string {
  const digits = number.toString(16);
  const whole = digits.length % 2 === 0 ? digits : `0${digits}`;
  return /^[89a-f]/.test(whole) ? `00${whole}` : whole;
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
