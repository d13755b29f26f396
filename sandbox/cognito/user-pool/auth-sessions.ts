import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';

/** What a sign-in waits for, by the name of the challenge, and of whom. */
export interface PendingSignIns {
  readonly NEW_PASSWORD_REQUIRED: { readonly sub: string };
}

export type AuthSessions = ReturnType<typeof createAuthSessions>;

interface Pending {
  readonly challenge: keyof PendingSignIns;
  readonly content: PendingSignIns[keyof PendingSignIns];
  readonly clientId: string;
  readonly expiresAt: number;
}

/** Sign-ins under way. They live for minutes and hold secrets, so they are not part of the state that is kept. */
export function createAuthSessions(clock: Clock) {
  const pending = new Map<string, Pending>();
  return {
    /** Gives the `Session`; `validity` is milliseconds. */
    issue<C extends keyof PendingSignIns>(
      challenge: C,
      content: PendingSignIns[C],
      clientId: string,
      validity: number,
    ): string {
      for (const [session, { expiresAt }] of pending) if (expiresAt <= clock.now()) pending.delete(session);
      const session = randomBytes(96).toString('base64url');
      pending.set(session, { challenge, content, clientId, expiresAt: clock.now() + validity });
      return session;
    },

    /** Takes the session, once. @param clientId undefined where whoever has the session needs none */
    take<C extends keyof PendingSignIns>(
      challenge: C,
      session: string | undefined,
      clientId: string | undefined,
    ): PendingSignIns[C] {
      const found = pending.get(session ?? '');
      const isOfClient = found !== undefined && (clientId === undefined || found.clientId === clientId);
      if (!isOfClient || found.challenge !== challenge || found.expiresAt <= clock.now()) throw invalidSession();
      pending.delete(session ?? '');
      // By the name of the challenge.
      return found.content as PendingSignIns[C];
    },
  };
}

export function invalidSession(): AwsError {
  return new AwsError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
}
