import type { Message, QoS } from '../index.js';
import type { KeptWish } from './kept-store.js';

/** What `useSubscription` gives. */
export interface SubscriptionState<Filter extends string = string> {
  /** Whether the broker has acknowledged the filter. */
  readonly isSubscribed: boolean;
  /** Why it was refused: `NotAuthorizedError`, or `RangeError` for a filter that AWS IoT would not take. */
  readonly error: Error | undefined;
  /** The last one, where no handler was given. */
  readonly message: Message<Filter> | undefined;
}

export const NOT_SUBSCRIBED: SubscriptionState = { isSubscribed: false, error: undefined, message: undefined };

/** The name is the filter. */
export interface Wanted extends KeptWish {
  readonly qos: QoS;
}
