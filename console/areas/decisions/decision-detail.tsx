import type { Decision } from '../../../contract/decision.js';
import { HintView } from '../../layers/hint-view.js';
import { LayersView } from '../../layers/layers-view.js';
import { CopyButton } from '../../parts/copy-button.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';
import { useHint } from '../../state/use-hint.js';
import { shortResource } from './decision-row.js';

export interface DecisionDetailProps {
  readonly decision: Decision;
  readonly who: string;
}

/** One decision as a picture of its layers, and what to do about a refusal. */
export function DecisionDetail({ decision, who }: DecisionDetailProps) {
  const { number, time, action, resource, principal, identityId, allowed, reason } = decision;
  const hint = useHint(decision);
  const name = shortResource(resource).replace(/^(topic|topicfilter|client)\//, '');
  const query = { action, name, ...(identityId === undefined ? {} : { identity: identityId }) };
  const again = `curl '${location.origin}/_sandbox/decisions?since=${number - 1}'`;
  return (
    <>
      <div className="detail-head">
        <h2>
          {allowed ? 'Allowed' : 'Refused'}: {action}
        </h2>
        <TimeOf time={time} />
      </div>
      <LayersView judged={decision} who={who} />
      {reason !== undefined && <p>{reason}</p>}
      {hint !== undefined && <HintView hint={hint} />}
      <dl className="facts">
        <dt>Principal</dt>
        <dd className="mono">{principal}</dd>
        {identityId !== undefined && (
          <>
            <dt>Identity</dt>
            <dd className="mono">
              <a href={hashOf({ area: 'identities', item: identityId })}>{identityId}</a>
            </dd>
          </>
        )}
      </dl>
      <div className="buttons">
        <a className="button small" href={hashOf({ area: 'what-if', query })}>
          Ask again in What if
        </a>
        <CopyButton label="Copy JSON" text={JSON.stringify(decision, undefined, 2)} />
        <CopyButton label="Copy command line" text={again} />
      </div>
    </>
  );
}
