import { useMemo } from 'react';
import type { UserSnapshot } from '../../../contract/sandbox-views.js';
import { LiveArea } from '../../live/live-area.js';
import type { LiveRow } from '../../live/live-row.js';
import { EmptyState } from '../../parts/empty-state.js';
import { nameOf } from '../../state/identity-names.js';
import { useConsole } from '../../state/use-console.js';
import { CreateUser } from './create-user.js';
import { UserDetail } from './user-detail.js';

interface UserRow extends LiveRow {
  readonly user: UserSnapshot;
}

/** Who can sign in, and what an administrator does with them. */
export function UsersArea() {
  const users = useConsole('users');
  const rows = useMemo(() => userRows(users), [users]);
  return (
    <LiveArea
      area="users"
      about="The users of the user pools, those that signed up last first."
      actions={<CreateUser />}
      rows={rows}
      renderRow={({ user }) => <Row user={user} />}
      renderDetail={({ user }) => <UserDetail user={user} />}
      announce={({ user }) => `User ${nameOf(user)}`}
      empty={
        <EmptyState title="There are no users">
          Sign up in your own page, or make a user here. A user that is confirmed and has a password can sign in at
          once.
        </EmptyState>
      }
    />
  );
}

function userRows(users: readonly UserSnapshot[]): UserRow[] {
  return users
    .map((user) => ({
      key: user.sub,
      text: [user.email, user.userName, user.sub, user.status, ...user.groups, user.enabled ? '' : 'disabled'].join(
        ' ',
      ),
      user,
    }))
    .reverse();
}

function Row({ user }: { readonly user: UserSnapshot }) {
  const { status, enabled, groups } = user;
  return (
    <>
      <b className="grow">{nameOf(user)}</b>
      <span className="slot-wide">
        <span className={`mark ${status === 'CONFIRMED' || status === 'EXTERNAL_PROVIDER' ? 'good' : 'busy'}`}>
          {status}
        </span>{' '}
        {!enabled && <span className="mark bad">disabled</span>}
      </span>
      <span className="half muted">{groups.join(', ')}</span>
    </>
  );
}
