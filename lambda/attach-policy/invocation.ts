import type { Attachment } from '../../contract/attachment.js';
import type { Action } from './access.js';

/** What a route can have done for its request. The request itself decides nothing but which of these it is. */
export interface Invocation {
  /** Does the action for whoever signed the request. Rejects with the reason why it is not to be. */
  perform(action: Action): Promise<Attachment>;
  /** There is nothing to do but to let the browser ask. */
  preflight(): void;
}
