import type { ApiRequest } from '../../../contract/api-request.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Snippet } from '../../parts/snippet.js';
import { TimeOf } from '../../parts/time-of.js';
import { hashOf } from '../../routing/route.js';

export interface RequestDetailProps {
  readonly request: ApiRequest;
  readonly who: string;
}

export function RequestDetail({ request, who }: RequestDetailProps) {
  const { time, kind, apiId, stage, method, path, route, caller, status, event, answer, reason } = request;
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
        <dd>{status ?? 'it is not answered yet'}</dd>
        <dt>API</dt>
        <dd>
          {kind} <code>{stage === undefined ? apiId : `${apiId}/${stage}`}</code>
        </dd>
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
      {reason !== undefined && (
        <p>
          <span className="mark bad">Refused</span> {reason}{' '}
          <a href={hashOf({ area: 'decisions', query: { refused: '1', text: 'execute-api' } })}>See the decisions</a>
        </p>
      )}
      {answer !== undefined && <Snippet caption="Answer of the function" text={setOutText(answer)} />}
      {event === undefined ? (
        <p className="muted">No function was called.</p>
      ) : (
        <Snippet caption="Event" text={setOut(event)} />
      )}
      <div className="buttons">
        <CopyButton label="Copy JSON" text={setOut(request)} />
        {event !== undefined && <CopyButton label="Copy event" text={setOut(event)} />}
      </div>
    </>
  );
}

function setOut(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** It is JSON unless it was too long for this place. */
function setOutText(text: string): string {
  try {
    return setOut(JSON.parse(text));
  } catch {
    return text;
  }
}
