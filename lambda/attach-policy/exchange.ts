import type { Attachment } from '../../contract/attachment.js';
import type { Action } from './access.js';
import type { Caller } from './caller.js';
import type { ApiError } from './errors.js';

/** One request and the way back to who sent it. */
export interface Exchange {
  readonly requestId: string;
  /** API Gateway's own, where it has one besides. */
  readonly extendedRequestId?: string | undefined;
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

/** What a route can have done for its request. The request itself decides nothing but which of these it is. */
export interface Invocation {
  /** Does the action for whoever signed the request. Rejects with the reason why it is not to be. */
  perform(action: Action): Promise<Attachment>;
  /** There is nothing to do but to let the browser ask. */
  preflight(): void;
}
