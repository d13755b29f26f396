import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import type { ChallengeResult } from '../triggers/auth-challenge-triggers.js';
import type { TokenSource } from '../triggers/pre-token-generation.js';

/** A sign-in by the challenges that the pool's functions define. */
export interface CustomSignIn {
  /** As the app gave it. */
  readonly name: string;
  /** Undefined where there is no such user, and the app must not learn it. */
  readonly sub: string | undefined;
  readonly results: readonly ChallengeResult[];
}

/** What a sign-in waits for, by the name of the challenge, and of whom. */
export interface PendingSignIns {
  readonly NEW_PASSWORD_REQUIRED: { readonly sub: string };
  readonly SOFTWARE_TOKEN_MFA: { readonly sub: string; readonly source: TokenSource };
  readonly MFA_SETUP: {
    readonly sub: string;
    readonly source: TokenSource;
    /** What AssociateSoftwareToken has given. */
    readonly secret?: string;
    /** Whether VerifySoftwareToken has seen a code of it. */
    readonly verified?: boolean;
  };
  readonly CUSTOM_CHALLENGE: CustomSignIn & {
    readonly secrets: Readonly<Record<string, string>>;
    readonly metadata: string | null;
  };
}

export type AuthSessions = ReturnType<typeof createAuthSessions>;

interface Pending {
  readonly challenge: keyof PendingSignIns;
  readonly content: PendingSignIns[keyof PendingSignIns];
  readonly clientId: string;
  readonly expiresAt: number;
  readonly misses: number;
}

/** AWS documents no number for codes of an authenticator; this is that for passwords. */
const MOST_MISSES = 5;

/** Sign-ins under way. They live for minutes and hold secrets, so they are not part of the state that is kept. */
export function createAuthSessions(clock: Clock) {
  const pending = new Map<string, Pending>();

  const find = <C extends keyof PendingSignIns>(challenge: C, session: string, clientId: string | undefined) => {
    const found = pending.get(session);
    if (found === undefined || found.challenge !== challenge || found.expiresAt <= clock.now()) throw invalidSession();
    if (clientId !== undefined && found.clientId !== clientId) throw invalidSession();
    return found;
  };

  return {
    /** Gives the `Session`; `validity` is milliseconds. */
    issue<C extends keyof PendingSignIns>(
      challenge: C,
      content: PendingSignIns[C],
      clientId: string,
      validity: number,
    ): string {
      for (const [session, { expiresAt }] of pending) if (expiresAt <= clock.now()) pending.delete(session);
      const session = newSession();
      pending.set(session, { challenge, content, clientId, expiresAt: clock.now() + validity, misses: 0 });
      return session;
    },

    /** Takes the session, once. */
    take<C extends keyof PendingSignIns>(
      challenge: C,
      session: string | undefined,
      clientId: string,
    ): PendingSignIns[C] {
      const { content } = find(challenge, session ?? '', clientId);
      pending.delete(session ?? '');
      // By the name of the challenge.
      return content as PendingSignIns[C];
    },

    has: (challenge: keyof PendingSignIns, session: string): boolean => pending.get(session)?.challenge === challenge,

    /** What the session stands for; it stays. */
    peek<C extends keyof PendingSignIns>(
      challenge: C,
      session: string | undefined,
      clientId: string,
    ): PendingSignIns[C] {
      return find(challenge, session ?? '', clientId).content as PendingSignIns[C];
    },

    /** Counts a wrong answer: a session takes a few, and then ends. */
    miss(session: string): void {
      const found = pending.get(session);
      if (found === undefined) return;
      if (found.misses + 1 >= MOST_MISSES) pending.delete(session);
      else pending.set(session, { ...found, misses: found.misses + 1 });
    },

    /** A new session in the place of one that goes on; whoever has it needs no client. */
    renew<C extends keyof PendingSignIns>(
      challenge: C,
      session: string,
      change: (content: PendingSignIns[C]) => PendingSignIns[C],
    ): string {
      const found = find(challenge, session, undefined);
      const changed = change(found.content as PendingSignIns[C]);
      pending.delete(session);
      const renewed = newSession();
      pending.set(renewed, { ...found, content: changed });
      return renewed;
    },
  };
}

export function newSession(): string {
  return randomBytes(96).toString('base64url');
}

export function invalidSession(): AwsError {
  return new AwsError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
}
