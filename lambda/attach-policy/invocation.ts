import type { Caller } from './caller.js';

/** What is known about a request while it is being answered: for the log line. */
export interface Progress {
  /** What was asked for: an action's name, `preflight`, or `unrouted`. */
  event: string;
  identityId?: string;
  /** HTTP requests sent to AWS IoT, retries included. */
  attempts: number;
}

/** What the platform says about one request. Nothing in it is the client's own word, but for a REST API's request ID. */
export interface Invocation {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Throws the ApiError that refuses the caller. */
  readonly caller: () => Caller;
  /** Milliseconds until the platform gives up on this request. */
  readonly remainingTime: () => number;
  readonly progress: Progress;
}
