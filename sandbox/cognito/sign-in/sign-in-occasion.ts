import type { ClientMetadata } from '../triggers/event-request.js';
import type { TokenSource } from '../triggers/pre-token-generation.js';

/** How somebody came to be signed in. */
export interface SignInOccasion {
  readonly source: TokenSource;
  /** What the app sent along with its last answer; AWS does not pass on what came with the first call. */
  readonly clientMetadata: ClientMetadata;
}
