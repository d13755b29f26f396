import type { ApiRequestRecord } from '../../../contract/console-state.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Snippet } from '../../parts/snippet.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';

export interface RequestDetailProps {
  readonly request: ApiRequestRecord;
  readonly who: string;
}

export function RequestDetail({ request, who }: RequestDetailProps) {
  const { time, api, method, path, route, caller, status, event, answer, refusal } = request;
  return (
    <>
      <div className="detail-head">
        <h2 className="mono">
          {method} {path}
        </h2>
        <TimeOf time={time} />
      </div>
      <dl className="facts">
        <dt>Status</dt>
        <dd>{status}</dd>
        <dt>API</dt>
        <dd>{api}</dd>
        {route !== undefined && (
          <>
            <dt>Route</dt>
            <dd className="mono">{route}</dd>
          </>
        )}
        <dt>Caller</dt>
        <dd>
          {who} {caller !== undefined && <code>{caller}</code>}
        </dd>
      </dl>
      {refusal !== undefined && (
        <p>
          <span className="mark bad">Refused</span> {refusal}{' '}
          <a href={hashOf({ area: 'decisions', query: { refused: '1', text: 'execute-api' } })}>See the decisions</a>
        </p>
      )}
      {answer !== undefined && <Snippet caption="Answer of the function" text={setOut(answer)} />}
      {event === undefined ? (
        <p className="muted">No function was called.</p>
      ) : (
        <Snippet caption="Event" text={setOut(event)} />
      )}
      <div className="buttons">
        <CopyButton label="Copy JSON" text={setOut(request)} />
        {event !== undefined && (
          <CopyButton label="Copy command line" text={`aws lambda invoke --payload '${JSON.stringify(event)}'`} />
        )}
      </div>
    </>
  );
}

function setOut(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
