import type { Facts, User } from '../facts.js';
import { judged, type Verdict } from '../finding.js';

/** Whether the user may sign in. */
export function userCheck({ user, asked, now }: Pick<Facts, 'user' | 'asked' | 'now'>): Verdict | undefined {
  if (user === undefined) return undefined;
  return judged(user, (found) => {
    if (found === undefined) return { bad: 'UserUnknown', text: `the user pool has no ${asked.user ?? 'such user'}` };
    return stateOf(found, now);
  });
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html */
function stateOf({ userName, enabled, status, passwordUntil = Number.POSITIVE_INFINITY }: User, now: number): Verdict {
  if (!enabled) return { bad: 'UserDisabled', text: `${userName} is disabled` };
  if (status === 'UNCONFIRMED') return { bad: 'UserUnconfirmed', text: `${userName} has not confirmed the sign-up` };
  if (status === 'RESET_REQUIRED')
    return { bad: 'PasswordResetRequired', text: `${userName} has to set a new password` };
  if (status === 'FORCE_CHANGE_PASSWORD') {
    const until = Number.isFinite(passwordUntil) ? new Date(passwordUntil).toISOString() : 'an unknown day';
    if (passwordUntil <= now) {
      return { bad: 'TemporaryPasswordExpired', text: `${userName}'s temporary password was good until ${until}` };
    }
    return { bad: 'TemporaryPassword', text: `${userName} has a temporary password alone, good until ${until}` };
  }
  return { ok: `${userName} is ${status}` };
}
