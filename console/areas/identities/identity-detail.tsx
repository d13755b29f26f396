import type { FormEvent } from 'react';
import type { AttachedPolicy, IdentitySnapshot } from '../../../contract/sandbox-views.js';
import { ConfirmedButton } from '../../operator/confirmed-button.js';
import { Outcome } from '../../operator/outcome.js';
import { useTask } from '../../operator/use-task.js';
import { awsCommand } from '../../parts/aws-command.js';
import { CopyButton } from '../../parts/copy-button.js';
import { formValues } from '../../parts/form-values.js';
import { hashOf } from '../../routing/route.js';
import { useConsole, useIdentityNames, useOperator } from '../../state/use-console.js';
import { AttachedPolicies } from './attached-policies.js';

export interface IdentityDetailProps {
  readonly snapshot: IdentitySnapshot;
  readonly who: string;
  readonly attached: readonly AttachedPolicy[];
}

export function IdentityDetail({ snapshot, who, attached }: IdentityDetailProps) {
  const { identityId, identityPoolId } = snapshot;
  const user = useIdentityNames().userOf(identityId);
  const { iotPolicies, region } = useConsole('overview');
  const operator = useOperator();
  const task = useTask();
  const others = iotPolicies.filter(({ name }) => attached.every(({ policyName }) => policyName !== name));
  const attach = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { policyName = '' } = formValues(event.currentTarget);
    void task.run(() => operator.act('identities/attach', { identityId, policyName }), `${policyName} is attached.`);
  };
  const detach = (policyName: string) =>
    void task.run(() => operator.act('identities/detach', { identityId, policyName }), `${policyName} is detached.`);
  const revoke = () =>
    void task.run(
      () => operator.act('identities/revoke', { identityId }),
      ({ detached, disconnected, signedOut }) =>
        `Revoked: ${detached.length} detached, ${disconnected.length} disconnected, ${signedOut.length} signed out.`,
    );
  return (
    <>
      <h2>{who}</h2>
      <dl className="facts">
        <dt>Identity ID</dt>
        <dd className="mono">{identityId}</dd>
        <dt>Identity pool</dt>
        <dd className="mono">{identityPoolId}</dd>
        <dt>User</dt>
        <dd>{user === undefined ? 'none: a guest' : <a href={hashOf({ area: 'users', item: user.sub })}>{who}</a>}</dd>
      </dl>
      <h3>IoT policies</h3>
      <AttachedPolicies attached={attached} busy={task.busy} onDetach={detach} />
      {others.length > 0 && (
        <form className="buttons" onSubmit={attach}>
          <select name="policyName" aria-label="IoT policy to attach" style={{ width: 'auto', maxWidth: '100%' }}>
            {others.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <button type="submit" className="button primary" disabled={task.busy}>
            Attach
          </button>
        </form>
      )}
      <div className="buttons">
        <ConfirmedButton question="Press again to revoke" disabled={task.busy} onConfirm={revoke}>
          Revoke everything
        </ConfirmedButton>
      </div>
      <Outcome task={task} />
      <div className="buttons">
        <a className="button small" href={hashOf({ area: 'decisions', query: { identity: identityId } })}>
          Decisions
        </a>
        <a className="button small" href={hashOf({ area: 'connections', query: { identity: identityId } })}>
          Connections
        </a>
        <a className="button small" href={hashOf({ area: 'what-if', query: { identity: identityId } })}>
          What if
        </a>
        <a className="button small" href={hashOf({ area: 'try', query: { identity: identityId } })}>
          Try as this identity
        </a>
        <CopyButton label="Copy ID" text={identityId} />
        <CopyButton
          label="Copy command line"
          text={awsCommand(region, `iot list-attached-policies --target '${identityId}'`)}
        />
        <CopyButton label="Copy JSON" text={JSON.stringify({ ...snapshot, attached }, undefined, 2)} />
      </div>
    </>
  );
}
