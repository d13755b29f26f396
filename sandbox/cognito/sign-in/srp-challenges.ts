import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import {
  claimSignature,
  createServerKeyMaker,
  fromHex,
  N,
  type PasswordVerifier,
  type ServerKeys,
  type SrpIdentity,
  sharedKey,
} from '../user-pool/srp.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { type CustomSignIn, invalidSession } from './auth-sessions.js';

/** Who signs in; `user` is undefined where AWS answers for a user that does not exist. */
export interface SrpSubject {
  readonly identity: SrpIdentity;
  readonly passwordVerifier: PasswordVerifier;
  readonly user: UserRecord | undefined;
  readonly clientId: string;
  /** What the password is a part of, with the `Session` that goes with it. */
  readonly custom?: CustomSignIn & { readonly session: string };
}

export interface PasswordClaim {
  readonly secretBlock: string;
  /** Base64. */
  readonly signature: string;
  readonly timestamp: string;
}

interface Challenge extends SrpSubject {
  readonly A: bigint;
  readonly keys: ServerKeys;
  readonly expiresAt: number;
}

export type SrpChallenges = ReturnType<typeof createSrpChallenges>;

/** How far a client's clock may be off. AWS documents no number. */
const TIMESTAMP_TOLERANCE = 5 * 60_000;

/** Sign-ins under way. They live for minutes and hold secret keys, so they are not part of the state that is kept. */
export function createSrpChallenges(clock: Clock) {
  const challenges = new Map<string, Challenge>();
  const createServerKeys = createServerKeyMaker();

  return {
    /** Gives the parameters of a PASSWORD_VERIFIER challenge; `validity` is milliseconds. */
    issue(srpA: string, subject: SrpSubject, validity: number): Record<string, string> {
      forgetExpired(challenges, clock.now());
      const A = publicKey(srpA);
      const keys = createServerKeys(subject.passwordVerifier);
      const secretBlock = randomBytes(768).toString('base64');
      challenges.set(secretBlock, { ...subject, A, keys, expiresAt: clock.now() + validity });
      return {
        SALT: subject.passwordVerifier.salt,
        SECRET_BLOCK: secretBlock,
        SRP_B: keys.B.toString(16),
        USERNAME: subject.identity.userIdForSrp,
        USER_ID_FOR_SRP: subject.identity.userIdForSrp,
      };
    },

    /** Takes the challenge of a secret block, once: a second answer finds none. */
    take(secretBlock: string, clientId: string): Challenge {
      const challenge = challenges.get(secretBlock);
      challenges.delete(secretBlock);
      if (challenge === undefined || challenge.clientId !== clientId || challenge.expiresAt <= clock.now()) {
        throw invalidSession();
      }
      return challenge;
    },

    /** Whether the claim proves the password of the challenge's user. */
    proves(challenge: Challenge, { secretBlock, signature, timestamp }: PasswordClaim): boolean {
      checkTimestamp(timestamp, clock);
      const key = sharedKey(challenge.A, challenge.keys, challenge.passwordVerifier);
      const expected = claimSignature(key, challenge.identity, secretBlock, timestamp);
      const given = Buffer.from(signature, 'base64');
      return given.length === expected.length && timingSafeEqual(given, expected) && challenge.user !== undefined;
    },
  };
}

function forgetExpired(challenges: Map<string, Challenge>, now: number) {
  for (const [secretBlock, { expiresAt }] of challenges) if (expiresAt <= now) challenges.delete(secretBlock);
}

/** A multiple of N would make the shared key 0 whatever the password is (RFC 5054, 2.5.4). */
function publicKey(srpA: string): bigint {
  if (!/^[0-9a-fA-F]{1,1024}$/.test(srpA) || fromHex(srpA) % N === 0n) {
    throw new AwsError('InvalidParameterException', 'Invalid SRP_A parameter.');
  }
  return fromHex(srpA);
}

/** `Tue Nov 3 07:09:05 UTC 2026`, in English. */
function checkTimestamp(timestamp: string, clock: Clock) {
  const form = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) UTC (\d{4})$/.exec(timestamp);
  const time = form === null ? Number.NaN : Date.parse(`${form[2]} ${form[1]} ${form[4]} ${form[3]} UTC`);
  if (Number.isNaN(time)) {
    const message = 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.';
    throw new AwsError('InvalidParameterException', message);
  }
  // A browser's own clock is right, too, where this one has been moved: nothing could tell Amplify, which signs with it.
  const off = Math.min(Math.abs(time - clock.now()), Math.abs(time - clock.now() + clock.moved()));
  if (off > TIMESTAMP_TOLERANCE) {
    throw new AwsError('NotAuthorizedException', 'TIMESTAMP is too far from the time of the user pool.');
  }
}
