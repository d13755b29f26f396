import type { ConnectionState } from '../../client/index.js';
import { type Flow, untouchedFlow } from '../flow/flow.js';
import type { ExplainedRefusal } from '../refusals/explain-refusal.js';

export interface TopicSubscription {
  readonly filter: string;
  readonly status: 'waiting' | 'active';
  readonly received: number;
}

export interface ShownMessage {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly topic: string;
  readonly text: string;
}

/** One line of what happened. */
export interface Happening {
  readonly id: number;
  readonly time: number;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly text: string;
}

/** What a filter received at which time. */
export interface Arrival {
  readonly time: number;
  readonly filter: string;
}

/** Everything that the page shows of a signed-in user. */
export interface SessionState {
  readonly flow: Flow;
  readonly connection: ConnectionState;
  readonly email: string | undefined;
  readonly identityId: string | undefined;
  readonly clientId: string | undefined;
  readonly policy: { readonly name: string; readonly attached: boolean } | undefined;
  readonly subscriptions: readonly TopicSubscription[];
  /** Newest first. */
  readonly messages: readonly ShownMessage[];
  /** How many have come, also those that are no longer shown. */
  readonly received: number;
  readonly arrivals: readonly Arrival[];
  /** Newest first. */
  readonly refusals: readonly ExplainedRefusal[];
  /** Newest first. */
  readonly happenings: readonly Happening[];
}

export const emptySession: SessionState = {
  flow: untouchedFlow,
  connection: 'closed',
  email: undefined,
  identityId: undefined,
  clientId: undefined,
  policy: undefined,
  subscriptions: [],
  messages: [],
  received: 0,
  arrivals: [],
  refusals: [],
  happenings: [],
};

export interface Store<State> {
  get(): State;
  /** Told after every change; gives a function that takes the listener back. */
  subscribe(listener: () => void): () => void;
  update(change: (state: State) => Partial<State>): void;
}

export function createStore<State>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update(change) {
      state = { ...state, ...change(state) };
      for (const listener of listeners) listener();
    },
  };
}
