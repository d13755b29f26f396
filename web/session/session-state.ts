import type { Connection, ConnectionState, IotClient } from '../../client/index.js';
import type { AccessHolder } from '../../contract/access-holder.js';
import { type Flow, UNTOUCHED_FLOW } from '../flow/flow.js';
import { type LampState, UNKNOWN_LAMP } from '../lamp/lamp-state.js';
import type { Content } from '../messages/payload.js';
import type { Reading } from '../messages/readings.js';
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
  readonly content: Content;
  readonly retain: boolean;
  readonly qos: number;
  /** Given by who published it, if that was such a page. */
  readonly messageId: string | readonly string[] | undefined;
  /** How often it came: QoS 1 delivers at least once. */
  readonly times: number;
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
  /** For hooks and `may`; it stays until there is another one. */
  readonly client: IotClient | undefined;
  readonly connection: ConnectionState;
  /** Whether connecting failed, and nothing is tried any more. */
  readonly failed: boolean;
  readonly email: string | undefined;
  /** Of the user in the user pool, by which devices are granted; undefined for a guest. */
  readonly sub: string | undefined;
  readonly identityId: string | undefined;
  readonly clientId: string | undefined;
  /** Whose access decides what the user may do. */
  readonly holder: AccessHolder;
  /** What the user may do, as `/attach-policy` tells it; undefined until it does. */
  readonly rights: Connection | undefined;
  readonly policy: { readonly name: string; readonly attached: boolean } | undefined;
  readonly subscriptions: readonly TopicSubscription[];
  /** How many messages at QoS 1 AWS IoT has not acknowledged yet. */
  readonly unsent: number;
  /** How many there were before the page was reloaded. */
  readonly keptOver: number;
  /** Newest first. */
  readonly messages: readonly ShownMessage[];
  /** How many have come, also those that are no longer shown. */
  readonly received: number;
  readonly arrivals: readonly Arrival[];
  /** The numbers in messages, oldest first. */
  readonly readings: readonly Reading[];
  readonly lamp: LampState;
  /** Newest first. */
  readonly refusals: readonly ExplainedRefusal[];
  /** Newest first. */
  readonly happenings: readonly Happening[];
}

export const EMPTY_SESSION: SessionState = {
  flow: UNTOUCHED_FLOW,
  client: undefined,
  connection: 'closed',
  failed: false,
  email: undefined,
  sub: undefined,
  identityId: undefined,
  clientId: undefined,
  holder: { kind: 'user' },
  rights: undefined,
  policy: undefined,
  subscriptions: [],
  unsent: 0,
  keptOver: 0,
  messages: [],
  received: 0,
  arrivals: [],
  readings: [],
  lamp: UNKNOWN_LAMP,
  refusals: [],
  happenings: [],
};
