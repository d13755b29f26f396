import type { ConsoleChange } from '../../contract/console.js';
import type { ConsoleState } from '../../contract/console-state.js';
import type { ServerSentEvent } from '../feed/server-sent-events.js';
import type { Store } from './store.js';
import { takeChange } from './take-change.js';

/** How what is shown gets here. */
export type FeedState =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  /** What is shown may be old. */
  | { readonly is: 'lost'; readonly why: string }
  /** Trying again does not help. */
  | { readonly is: 'refused'; readonly why: string };

export interface Shown {
  readonly feed: FeedState;
  /** Undefined until the sandbox has told it. */
  readonly state: ConsoleState | undefined;
}

/** Events go in here, and the areas read what comes of it: nothing else changes the state. */
export function takeEvent(store: Store<Shown>, { event, data }: ServerSentEvent): void {
  const { state, feed } = store.get();
  // The server is the same build as this page, and `contract` says what each event holds.
  if (event === 'state') store.set({ feed, state: JSON.parse(data) as ConsoleState });
  if (event !== 'change' || state === undefined) return;
  // As above.
  store.set({ feed, state: takeChange(state, JSON.parse(data) as ConsoleChange) });
}

export function takeFeedState(store: Store<Shown>, feed: FeedState): void {
  store.set({ ...store.get(), feed });
}
