import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import type { UserPool } from '../user-pool/user-pool.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';

/** Who is signed in at a browser. */
export interface BrowserSession {
  readonly userPoolId: string;
  readonly sub: string;
  /** `COGNITO` or the provider's name. */
  readonly provider: string;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login.html: the session cookie is valid for an hour */
const VALIDITY = 3_600_000;

/** What the cookie `cognito` stands for: whoever has signed in is not asked again by the next app of the same pool. */
export function createBrowserSessions(clock: Clock) {
  const sessions = new Map<string, BrowserSession & { readonly expiresAt: number }>();
  return {
    start(session: BrowserSession): string {
      for (const [id, { expiresAt }] of sessions) if (expiresAt <= clock.now()) sessions.delete(id);
      const id = randomBytes(32).toString('base64url');
      sessions.set(id, { ...session, expiresAt: clock.now() + VALIDITY });
      return id;
    },

    /** The user of a session that still counts, if it came in through that provider (or through any, undefined). */
    userOf(id: string | undefined, pool: UserPool, provider: string | undefined): UserRecord | undefined {
      const session = sessions.get(id ?? '');
      if (session === undefined || session.expiresAt <= clock.now() || session.userPoolId !== pool.userPoolId) {
        return undefined;
      }
      if (provider !== undefined && provider !== session.provider) return undefined;
      const user = pool.users.bySub(session.sub);
      return user?.enabled ? user : undefined;
    },

    end(id: string | undefined): void {
      sessions.delete(id ?? '');
    },
  };
}
