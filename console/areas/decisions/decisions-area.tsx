import { useMemo } from 'react';
import type { Decision } from '../../../contract/decision.js';
import { LayerMarks } from '../../layers/layer-marks.js';
import { keptRows } from '../../live/kept-rows.js';
import { LiveArea } from '../../live/live-area.js';
import { EmptyState } from '../../parts/empty-state.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';
import { useConsole, useIdentityNames } from '../../state/use-console.js';
import { DecisionDetail } from './decision-detail.js';
import { type DecisionRow, decisionRow } from './decision-row.js';

/** Who asked for what, and which document said yes or no. */
export function DecisionsArea() {
  const decisions = useConsole('decisions');
  const names = useIdentityNames();
  const rowsOf = useMemo(() => keptRows((decision: Decision) => decisionRow(decision, names)), [names]);
  const rows = useMemo(() => rowsOf(decisions), [rowsOf, decisions]);
  return (
    <LiveArea
      area="decisions"
      about="Every question of who may do what, as it is decided: all documents have to agree."
      rows={rows}
      renderRow={(row) => <Row {...row} />}
      renderDetail={({ decision, who }) => <DecisionDetail decision={decision} who={who} />}
      announce={({ decision: { allowed, action }, who, what }) =>
        `${allowed ? 'Allowed' : 'Refused'}: ${who}, ${action} on ${what}`
      }
      empty={
        <EmptyState title="Nobody has asked for anything yet">
          Let a client connect, or <a href={hashOf({ area: 'try' })}>publish as one of the users</a>. What that is
          allowed and refused appears here.
        </EmptyState>
      }
    />
  );
}

function Row({ decision: { time, action, resource, allowed, layers }, who, what }: DecisionRow) {
  return (
    <>
      <TimeOf time={time} />
      <span className={`mark ${allowed ? 'good' : 'bad'}`}>{allowed ? 'Allowed' : 'Refused'}</span>
      <LayerMarks layers={layers} />
      <code className="slot">{action}</code>
      <code className="grow" title={resource}>
        {what}
      </code>
      <span className="half muted">{who}</span>
    </>
  );
}
