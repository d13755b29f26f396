import type { Caller } from './caller.js';
import type { ApiError } from './errors.js';
import type { Invocation } from './invocation.js';

/** One request and the way back to who sent it. */
export interface Exchange {
  readonly requestId: string;
  /** Who signed it, as the platform says. Throws the ApiError that refuses the caller. */
  caller(): Caller;
  /** Finds out what the request asks for and has that done. Rejects with what went wrong. */
  answer(invocation: Invocation): Promise<Answer>;
  /** What Lambda is given when something did; or throws it, where that is how to say so. */
  refuse(error: ApiError): unknown;
}

export interface Answer {
  readonly status: number;
  /** What Lambda is given. */
  readonly result: unknown;
}
