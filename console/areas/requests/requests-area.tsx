import { useMemo } from 'react';
import type { ApiRequest } from '../../../contract/api-request.js';
import { LiveArea } from '../../live/live-area.js';
import type { LiveRow } from '../../live/live-row.js';
import { EmptyState } from '../../parts/empty-state.js';
import { TimeOf } from '../../parts/time-of.js';
import type { IdentityNames } from '../../state/identity-names.js';
import { useConsole, useIdentityNames } from '../../state/use-console.js';
import { RequestDetail } from './request-detail.js';

interface RequestRow extends LiveRow {
  readonly request: ApiRequest;
  readonly who: string;
}

/** What came to the stack's APIs, and what their functions made of it. */
export function RequestsArea() {
  const requests = useConsole('apiRequests');
  const names = useIdentityNames();
  const rows = useMemo(() => requestRows(requests, names), [requests, names]);
  return (
    <LiveArea
      area="requests"
      about="Requests to the stack's APIs, with the event that the function got and what it answered."
      refusedWords="Errors only"
      rows={rows}
      renderRow={(row) => <Row {...row} />}
      renderDetail={({ request, who }) => <RequestDetail request={request} who={who} />}
      announce={({ request: { method, path, status = 'not answered yet' } }) => `${method} ${path}: ${status}`}
      empty={
        <EmptyState title="Nobody has called an API">
          Call one from your app; the overview has the addresses, as outputs of the stack.
        </EmptyState>
      }
    />
  );
}

function requestRows(requests: readonly ApiRequest[], names: IdentityNames): RequestRow[] {
  return requests
    .map((request) => {
      const { number, kind, apiId, method, path, caller, status, reason, event } = request;
      const identity = caller !== undefined && IDENTITY_ID.test(caller) ? caller : undefined;
      const who = identity === undefined ? (caller ?? 'nobody known') : names.of(identity);
      return {
        key: `${number}`,
        text: [method, path, status, kind, apiId, who, caller, reason, requestIdOf(event)].join(' '),
        refused: status !== undefined && status >= 400,
        identity,
        request,
        who,
      };
    })
    .reverse();
}

const IDENTITY_ID = /^[a-z-]+-\d:[0-9a-f-]{36}$/;

function requestIdOf(event: unknown): string {
  const { requestContext } = (event ?? {}) as { readonly requestContext?: { readonly requestId?: string } };
  return requestContext?.requestId ?? '';
}

function Row({ request: { time, method, path, status, kind }, who, refused }: RequestRow) {
  const look = status === undefined ? 'busy' : refused === true ? 'bad' : 'good';
  return (
    <>
      <TimeOf time={time} />
      <span className={`mark ${look}`}>{status ?? 'waiting'}</span>
      <code>{method}</code>
      <code className="grow">{path}</code>
      <span className="half muted">{who}</span>
      <span className="minor muted">{kind}</span>
    </>
  );
}
