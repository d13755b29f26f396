import type { PresenceMember } from '../index.js';

/** What `usePresence` gives. */
export interface PresenceState {
  /** All who are there, oneself among them; the same array until one of them changes. */
  readonly members: readonly PresenceMember[];
  /** The one of the members that is this client's own user; undefined until it has joined. */
  readonly me: PresenceMember | undefined;
  /** Whether it has joined. */
  readonly isPresent: boolean;
  /**
   * Why it has not: `NotSignedInError` for a guest, `NotAuthorizedError`, or `RangeError` for a topic or data that will
   * not do.
   */
  readonly error: Error | undefined;
}

export const NOT_PRESENT: PresenceState = { members: [], me: undefined, isPresent: false, error: undefined };
