import { generateSecret, verifySync } from 'otplib';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import type { UserPool } from '../user-pool/user-pool.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';

/** https://datatracker.ietf.org/doc/html/rfc6238: what authenticators take where nobody says otherwise. */
const PERIOD = 30;
/** As long as AWS's. */
const SECRET_BYTES = 32;
const KEPT_STEPS = 8;

/** A new secret, in Base32. */
export function newSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

/** Whether somebody who has proven the password is asked for a code. */
export function isAskedForCode({ settings: { mfa } }: UserPool, { softwareToken }: UserRecord): boolean {
  if (softwareToken === undefined || mfa === 'OFF') return false;
  return mfa === 'ON' || softwareToken.enabled;
}

/** The pool has to let its users have an authenticator. @throws AwsError */
export function checkPoolHasMfa({ settings }: UserPool): void {
  if (settings.mfa !== 'OFF') return;
  const message = 'Software Token MFA has not been enabled by the userPool';
  throw new AwsError('SoftwareTokenMFANotFoundException', message);
}

/**
 * The time step whose code this is: the present one, or the one before, since "each TOTP code is accepted for a short
 * time after its defined time window" (https://github.com/aws-amplify/amplify-js/issues/3873), which RFC 6238 has as one
 * step at most. An authenticator's own clock is right, too, where the sandbox's has been moved.
 */
export function stepOfCode(secret: string, token: string, clock: Clock): number | undefined {
  for (const time of new Set([clock.now(), clock.now() - clock.moved()])) {
    const epoch = Math.floor(time / 1000);
    const result = verifySync({ secret, token, epoch, period: PERIOD, epochTolerance: [PERIOD, 0] });
    // A time step is what TOTP has, and HOTP, which otplib knows, too, has not.
    if (result.valid && 'timeStep' in result) return result.timeStep;
  }
  return undefined;
}

/**
 * Uses up a code of the user's authenticator.
 *
 * @throws AwsError CodeMismatchException, ExpiredCodeException
 */
export function useCode({ users }: UserPool, user: UserRecord, code: string, clock: Clock): void {
  const { softwareToken } = user;
  const step = softwareToken && isCode(code) ? stepOfCode(softwareToken.secret, code, clock) : undefined;
  if (softwareToken === undefined || step === undefined) {
    throw new AwsError('CodeMismatchException', 'Invalid code received for user');
  }
  // One that is older than a code that was used is no better than that one.
  if (softwareToken.usedSteps.some((used) => used === step || used === step + 1)) {
    throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  const usedSteps = [...softwareToken.usedSteps, step].slice(-KEPT_STEPS);
  users.update(user, { softwareToken: { ...softwareToken, usedSteps } });
}

function isCode(text: string): boolean {
  return /^\d{6}$/.test(text);
}
