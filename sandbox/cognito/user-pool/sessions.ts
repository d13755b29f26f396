import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError } from '../../base/errors.js';
import type { SessionRecord, UserPoolState } from './user-pool-tables.js';

export interface StartedSession {
  readonly session: SessionRecord;
  /** Opaque: AWS's is encrypted for the service alone. */
  readonly refreshToken: string;
}

export type Sessions = ReturnType<typeof createSessions>;

/** Access tokens may outlive their refresh token by a day at most. */
const LONGEST_ACCESS = 24 * 3_600_000;

/** The sign-ins of one pool and their refresh tokens, of which only hashes are kept. */
export function createSessions(userPoolId: string, state: UserPoolState, clock: Clock) {
  const { sessions } = state;
  const ofSub = sessions.index(({ sub }) => [sub]);

  /** What has ended stays so; a sign-out everywhere counts for more than a revocation. */
  const end = (session: SessionRecord, ended: NonNullable<SessionRecord['ended']>): void => {
    if (session.ended !== undefined && ended === 'RevokeToken') return;
    sessions.put(session.id, { ...session, ended });
  };

  const find = (refreshToken: string): SessionRecord | undefined => {
    const [id = '', secret = ''] = refreshToken.split('.');
    const session = sessions.get(id);
    const isOurs = session?.userPoolId === userPoolId && session.refreshTokenHash === hash(secret);
    return isOurs ? session : undefined;
  };

  return {
    byId(id: string): SessionRecord | undefined {
      const session = sessions.get(id);
      return session?.userPoolId === userPoolId ? session : undefined;
    },

    /** `validity` is that of the refresh token, in milliseconds; `scopes` are those of a hosted sign-in. */
    start(sub: string, clientId: string, validity: number, scopes?: readonly string[]): StartedSession {
      forgetOld(sessions, clock.now());
      const secret = randomBytes(96).toString('base64url');
      const session: SessionRecord = {
        id: randomUUID(),
        userPoolId,
        clientId,
        sub,
        originJti: randomUUID(),
        authTime: clock.now(),
        refreshTokenHash: hash(secret),
        refreshExpiresAt: clock.now() + validity,
        ...(scopes === undefined ? {} : { scopes }),
      };
      sessions.put(session.id, session);
      return { session, refreshToken: `${session.id}.${secret}` };
    },

    /** The session of a refresh token that may be used; throws AWS's errors for one that may not. */
    redeem(refreshToken: string, clientId: string): SessionRecord {
      const session = find(refreshToken);
      if (session?.clientId !== clientId) throw notAuthorized('Invalid Refresh Token.');
      if (session.ended) throw notAuthorized('Refresh Token has been revoked');
      if (session.refreshExpiresAt <= clock.now()) throw notAuthorized('Refresh Token has expired');
      return session;
    },

    find,
    end,

    endAllOf(sub: string): void {
      for (const session of ofSub(sub)) end(session, 'GlobalSignOut');
    },
  };
}

/** Looks no further than the oldest that is still good: one whose app has shorter tokens may lie there a while longer. */
function forgetOld(sessions: UserPoolState['sessions'], now: number) {
  for (const { id, refreshExpiresAt } of sessions.values()) {
    if (refreshExpiresAt + LONGEST_ACCESS > now) return;
    sessions.delete(id);
  }
}

const hash = (secret: string) => createHash('sha256').update(secret).digest('base64url');

const notAuthorized = (message: string) => new AwsError('NotAuthorizedException', message);
