import { useMemo } from 'react';
import type { ConsoleState } from '../../../contract/console-state.js';
import type { AttachedPolicy, IdentitySnapshot } from '../../../contract/sandbox-views.js';
import { LiveArea } from '../../live/live-area.js';
import type { LiveRow } from '../../live/live-row.js';
import { EmptyState } from '../../parts/empty-state.js';
import { hashOf } from '../../routing/route.js';
import type { IdentityNames } from '../../state/identity-names.js';
import { useConsole, useIdentityNames } from '../../state/use-console.js';
import { IdentityDetail } from './identity-detail.js';

interface IdentityRow extends LiveRow {
  readonly snapshot: IdentitySnapshot;
  readonly who: string;
  readonly attached: readonly AttachedPolicy[];
}

/** Cognito's identities, and the IoT policies that are attached to them. */
export function IdentitiesArea() {
  const [identities, attachments] = [useConsole('identities'), useConsole('attachments')];
  const names = useIdentityNames();
  const rows = useMemo(() => identityRows(identities, attachments, names), [identities, attachments, names]);
  return (
    <LiveArea
      area="identities"
      about="Who has got credentials of AWS, and which IoT policies are attached: without one AWS IoT refuses."
      rows={rows}
      renderRow={({ snapshot: { identityId }, who, attached }) => (
        <>
          <b className="half">{who}</b>
          <span className={`mark ${attached.length === 0 ? 'busy' : 'good'}`}>
            {attached.length === 0 ? 'no policy' : `${attached.length} attached`}
          </span>
          <code className="grow muted">{identityId}</code>
        </>
      )}
      renderDetail={({ snapshot, who, attached }) => (
        <IdentityDetail snapshot={snapshot} who={who} attached={attached} />
      )}
      announce={({ who }) => `Identity of ${who}`}
      empty={
        <EmptyState title="There are no identities">
          An identity is made when somebody first asks for AWS credentials: sign in with your app, or{' '}
          <a href={hashOf({ area: 'try' })}>connect as one of the users</a>.
        </EmptyState>
      }
    />
  );
}

function identityRows(
  identities: readonly IdentitySnapshot[],
  attachments: ConsoleState['attachments'],
  names: IdentityNames,
): IdentityRow[] {
  return identities
    .map((snapshot) => {
      const { identityId } = snapshot;
      const [who, attached] = [names.of(identityId), attachments[identityId] ?? []];
      const policies = attached.map(({ policyName }) => policyName).join(' ');
      return { key: identityId, text: `${who} ${identityId} ${policies}`, snapshot, who, attached };
    })
    .reverse();
}
