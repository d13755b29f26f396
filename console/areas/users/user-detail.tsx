import type { UserSnapshot } from '../../../contract/sandbox-views.js';
import { ConfirmedButton } from '../../operator/confirmed-button.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { awsCommand } from '../../parts/aws-command.js';
import { CopyButton } from '../../parts/copy-button.js';
import { hashOf } from '../../routing/route.js';
import { nameOf } from '../../state/identity-names.js';
import { useConsole, useOperator } from '../../state/use-console.js';
import { UserGroups } from './user-groups.js';
import { UserPassword } from './user-password.js';

export function UserDetail({ user }: { readonly user: UserSnapshot }) {
  const { sub, userPoolId, userName, status, enabled, emailVerified, createdAt } = user;
  const identities = useConsole('identities').filter(({ logins }) => Object.values(logins).includes(sub));
  const { region } = useConsole('overview');
  const command = `cognito-idp admin-get-user --user-pool-id ${userPoolId} --username '${userName}'`;
  const operator = useOperator();
  const task = useTask();
  const name = nameOf(user);
  type Act = 'confirm' | 'disable' | 'enable' | 'delete' | 'sign-out';
  const act = (what: Act, done: string) =>
    void task.run(() => operator.act(`users/${what}`, { userPoolId, userName }), done);
  return (
    <>
      <h2>{name}</h2>
      <dl className="facts">
        <dt>Status</dt>
        <dd>
          {status}
          {!enabled && ', disabled'}
        </dd>
        <dt>User name</dt>
        <dd className="mono">{userName}</dd>
        <dt>sub</dt>
        <dd className="mono">{sub}</dd>
        <dt>User pool</dt>
        <dd className="mono">{userPoolId}</dd>
        <dt>E-mail</dt>
        <dd>{emailVerified ? 'verified' : 'not verified'}</dd>
        <dt>Made</dt>
        <dd>{new Date(createdAt).toISOString()}</dd>
        <dt>Identity</dt>
        <dd className="mono">
          {identities.length === 0
            ? 'none: it is made at the first sign-in to AWS'
            : identities.map(({ identityId }) => (
                <a key={identityId} href={hashOf({ area: 'identities', item: identityId })}>
                  {identityId}
                </a>
              ))}
        </dd>
      </dl>
      <div className="buttons">
        {status === 'UNCONFIRMED' && (
          <button type="button" className="button primary" onClick={() => act('confirm', `${name} is confirmed.`)}>
            Confirm
          </button>
        )}
        {enabled ? (
          <button type="button" className="button" onClick={() => act('disable', `${name} cannot sign in now.`)}>
            Disable
          </button>
        ) : (
          <button type="button" className="button" onClick={() => act('enable', `${name} can sign in again.`)}>
            Enable
          </button>
        )}
        <button type="button" className="button" onClick={() => act('sign-out', `${name} is signed out everywhere.`)}>
          Sign out everywhere
        </button>
        <ConfirmedButton question="Press again to delete" onConfirm={() => act('delete', `${name} is deleted.`)}>
          Delete
        </ConfirmedButton>
      </div>
      <Outcome task={task} />
      <UserGroups user={user} />
      <UserPassword user={user} />
      <div className="buttons">
        <a className="button small" href={hashOf({ area: 'mailbox', query: { text: name } })}>
          Mail
        </a>
        <CopyButton label="Copy JSON" text={JSON.stringify(user, undefined, 2)} />
        <CopyButton label="Copy command line" text={awsCommand(region, command)} />
      </div>
    </>
  );
}
