import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { modularPower } from '../../sandbox/cognito/user-pool/modular-power.js';
import { fromHex, N } from '../../sandbox/cognito/user-pool/srp.js';

/** Whoever signs in, with what takes long to work out and stays the same. */
export interface SrpUser {
  readonly userName: string;
  readonly password: string;
  /** x of the last salt, and g^x. */
  secret?: { readonly salt: string; readonly x: bigint; readonly verifier: bigint };
}

/** A client's pair of keys for one exchange. */
export interface SrpKeys {
  readonly a: bigint;
  /** Hexadecimal: `SRP_A`. */
  readonly A: string;
}

const g = 2n;
const k = fromHex(hash(padded(N) + padded(g)));

export function createSrpKeys(): SrpKeys {
  const a = fromHex(randomBytes(32).toString('hex'));
  return { a, A: modularPower(g, a, N).toString(16) };
}

/**
 * ChallengeResponses for PASSWORD_VERIFIER. The clients that people use need some 40 ms for it with bigint; measured
 * with them, a sandbox would mostly wait for those who measure.
 */
export function answerPasswordVerifier(
  { a, A }: SrpKeys,
  user: SrpUser,
  poolName: string,
  challenge: Readonly<Record<string, string>>,
): Record<string, string> {
  const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = challenge;
  if (user.secret?.salt !== SALT) user.secret = secretOf(user.password, SALT, poolName + USER_ID_FOR_SRP);
  const { x, verifier } = user.secret;
  const B = fromHex(SRP_B);
  const u = fromHex(hash(padded(fromHex(A)) + padded(B)));
  const base = (((B - k * verifier) % N) + N) % N;
  const S = modularPower(base, a + u * x, N);
  const salt = Buffer.from(padded(u), 'hex');
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(padded(S), 'hex'), salt, 'Caldera Derived Key', 16));
  const TIMESTAMP = timestampOf(new Date());
  const signature = createHmac('sha256', key)
    .update(poolName + USER_ID_FOR_SRP, 'utf8')
    .update(SECRET_BLOCK, 'base64')
    .update(TIMESTAMP, 'utf8')
    .digest('base64');
  return {
    USERNAME: USER_ID_FOR_SRP,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signature,
    TIMESTAMP,
  };
}

function secretOf(password: string, salt: string, user: string): NonNullable<SrpUser['secret']> {
  const inner = createHash('sha256').update(`${user}:${password}`).digest('hex');
  const x = fromHex(hash(padded(fromHex(salt)) + inner));
  return { salt, x, verifier: modularPower(g, x, N) };
}

/** `Tue Nov 3 07:09:05 UTC 2026` */
function timestampOf(date: Date): string {
  const [weekday, day, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

/** Whole bytes, with a zero byte before a high first bit. */
function padded(number: bigint): string {
  const digits = number.toString(16);
  const whole = digits.length % 2 === 0 ? digits : `0${digits}`;
  return /^[89a-f]/.test(whole) ? `00${whole}` : whole;
}

function hash(hex: string): string {
  return createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
}
