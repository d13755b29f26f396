import { useMemo } from 'react';
import type { ApiRequestRecord } from '../../../contract/console-state.js';
import { LiveArea } from '../../live/live-area.js';
import type { LiveRow } from '../../live/live-row.js';
import { EmptyState } from '../../parts/empty-state.js';
import { TimeOf } from '../../parts/time-of.js';
import type { IdentityNames } from '../../state/identity-names.js';
import { useConsole, useIdentityNames } from '../../state/use-console.js';
import { RequestDetail } from './request-detail.js';

interface RequestRow extends LiveRow {
  readonly request: ApiRequestRecord;
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
      announce={({ request: { method, path, status } }) => `${method} ${path}: ${status}`}
      empty={
        <EmptyState title="Nobody has called an API">
          Call one from your app; the overview has the addresses, as outputs of the stack.
        </EmptyState>
      }
    />
  );
}

function requestRows(requests: readonly ApiRequestRecord[], names: IdentityNames): RequestRow[] {
  return requests
    .map((request) => {
      const { number, api, method, path, caller, status, refusal, event } = request;
      const identity = caller?.startsWith('arn:') === false ? caller : undefined;
      const who = identity === undefined ? (caller ?? 'unsigned') : names.of(identity);
      return {
        key: `${number}`,
        text: [method, path, status, api, who, caller, refusal, requestIdOf(event)].join(' '),
        refused: status >= 400,
        identity,
        request,
        who,
      };
    })
    .reverse();
}

function requestIdOf(event: unknown): string {
  const { requestContext } = (event ?? {}) as { readonly requestContext?: { readonly requestId?: string } };
  return requestContext?.requestId ?? '';
}

function Row({ request: { time, method, path, status, api }, who }: RequestRow) {
  return (
    <>
      <TimeOf time={time} />
      <span className={`mark ${status >= 400 ? 'bad' : 'good'}`}>{status}</span>
      <code>{method}</code>
      <code className="grow">{path}</code>
      <span className="half muted">{who}</span>
      <span className="minor muted">{api}</span>
    </>
  );
}
