import { createHmac } from 'node:crypto';
import type { UserPool } from '../user-pool/user-pool.js';
import type { SrpSubject } from './srp-challenges.js';

/**
 * Stands in for a user that does not exist: the same salt and internal ID each time, as AWS simulates them, so that
 * asking twice tells nothing; no password will do.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
 */
export function simulatedSubject(pool: UserPool, name: string, key: string): Omit<SrpSubject, 'clientId'> {
  const folded = pool.settings.caseSensitive ? name : name.toLowerCase();
  const stable = (what: string) =>
    createHmac('sha256', key).update(`${what}:${pool.userPoolId}:${folded}`).digest('hex');
  const withEmail = pool.settings.usernameAttributes.includes('email');
  return {
    identity: { poolName: pool.name, userIdForSrp: withEmail ? uuidOf(stable('id')) : name },
    passwordVerifier: { salt: stable('salt').slice(0, 32), verifier: stable('verifier').repeat(12) },
    user: undefined,
  };
}

/** Shaped as a random (version 4) UUID. */
function uuidOf(hex: string): string {
  const [a, b, c, d, e] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20), hex.slice(20, 32)];
  return `${a}-${b}-4${c}-a${d}-${e}`;
}
