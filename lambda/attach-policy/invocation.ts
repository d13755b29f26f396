/** What is known about a request while it is being answered: for the log line, and for the deadline's verdict. */
export interface Progress {
  /** What was asked for: an action's name, `preflight`, or `unrouted`. */
  event: string;
  identityId?: string;
  /** HTTP requests sent to AWS IoT, retries included. */
  attempts: number;
  /** Name of the exception with which the latest finished attempt failed. */
  lastFailure?: string | undefined;
}

/** What the platform says about one request. Nothing in it is the client's own word. */
export interface Invocation {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Identity ID of the caller; throws the ApiError that refuses it. */
  readonly caller: () => string;
  /** Milliseconds until the platform gives up on this request. */
  readonly remainingTime: () => number;
  readonly progress: Progress;
}
