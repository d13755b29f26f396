import type { ApiRequest } from '../../../contract/api-request.js';
import { maskedAnswer, maskedEvent, maskedReason } from './masked.js';

/** The last requests to the stack's APIs, for whoever looks into the sandbox. */
export interface RequestLog {
  /** A request has come. */
  begin(request: Pick<ApiRequest, 'kind' | 'apiId' | 'stage' | 'method' | 'path'>): RequestNotes;
  /** Oldest first; only those after number `since`, if given. */
  entries(since?: number): readonly ApiRequest[];
}

/** Takes what becomes known of one request. The first reason stands: it is nearest to what went wrong. */
export type RequestNotes = (known: Known) => void;

interface Known extends Partial<Pick<ApiRequest, 'route' | 'caller' | 'reason' | 'status'>> {
  readonly event?: object;
  /** What the function said, or how it failed. */
  readonly answer?: unknown;
}

const KEPT = 200;

export function createRequestLog(now: () => number, told: () => void = () => undefined): RequestLog {
  const log = new Map<number, ApiRequest>();
  let number = 0;
  return {
    begin(request) {
      number += 1;
      let entry: ApiRequest = { number, time: now(), ...request };
      log.set(number, entry);
      log.delete(number - KEPT);
      told();
      const own = number;
      return ({ event, answer, reason, ...known }) => {
        entry = {
          ...entry,
          ...known,
          ...(event === undefined ? {} : { event: maskedEvent(event) }),
          ...(answer === undefined ? {} : { answer: maskedAnswer(answer) }),
          ...(reason === undefined || entry.reason !== undefined ? {} : { reason: maskedReason(reason) }),
        };
        if (log.has(own)) log.set(own, entry);
        told();
      };
    },
    entries: (since = 0) => [...log.values()].filter((entry) => entry.number > since),
  };
}
