import type { AttachWhen } from './attach-when.js';
import type { CredentialsProvider } from './credentials-provider.js';
import type { Log } from './log.js';
import type { ProtocolVersion } from './mqtt-session.js';
import type { OutboxChoice } from './outbox-contract.js';
import type { GivenOutputs } from './outputs.js';
import type { LastWill } from './publish-options.js';
import type { RenewAt } from './renew-at.js';

/** What a client is made of: the stack, the user, and choices that have defaults. */
export interface IotClientOptions {
  /** The outputs of the stack, as they are; or `amplify_outputs.json`, as it is, where they stand under `custom`. */
  readonly outputs: GivenOutputs;
  /** Amplify's `fetchAuthSession`, a credentials provider of the AWS SDK, or a function of one's own. */
  readonly credentials: CredentialsProvider;
  /**
   * The pattern of client IDs to connect with, one that the setting `access.clientIds` allows. `*` is chosen at random
   * for each tab; without it only one tab or device can be connected.
   *
   * @default '{identity}-*'; once AWS IoT has refused that, what `/attach-policy` says
   */
  readonly clientIdPattern?: string;
  /**
   * What `myTopic` builds: `{identity}` is the identity ID, `*` the name.
   *
   * @default the first pattern of the known `connection()` that has both, else 'users/{identity}/*'
   */
  readonly topicPattern?: string;
  /**
   * 5, in which AWS IoT says why it refuses, or 4 for MQTT 3.1.1, in which it closes the connection without a word.
   *
   * @default 5
   */
  readonly protocolVersion?: ProtocolVersion;
  /**
   * Seconds that AWS IoT keeps subscriptions and messages at QoS 1 for a client that is away: 0 to 604800, or what the
   * account's quota says. In MQTT 3.1.1 it is AWS's hour.
   *
   * @default 3600
   */
  readonly sessionExpiry?: number;
  /**
   * When the policy is attached. `when new`: before the first connect of an identity that has not connected on this
   * device yet, as far as its `localStorage` knows, else when refused; an API that does not answer is waited for 5 s.
   * `when refused`: only after a connect without it, two round trips and a connection later. `first`: before the first
   * connect of an identity of which this tab knows no attachment, at the price of a call of the API in each new tab.
   *
   * @default 'when new'; where there is no `localStorage`, as in Node, that is the same as 'when refused'
   */
  readonly attach?: AttachWhen;
  /**
   * When a connection is replaced by one with new credentials: before its `credentials` end, or only when AWS ends the
   * `socket`, within 24 hours. AWS does not document whether a socket outlives the credentials that it was opened with.
   *
   * @default 'credentials'
   */
  readonly renew?: RenewAt;
  /**
   * Where messages at QoS 1 wait until AWS IoT has acknowledged them. In `memory` they are lost with the page. `keep`
   * keeps them in a browser's IndexedDB: after a reload they are sent, in order, before newer ones, by one tab alone, and
   * only for the identity that published them. What is kept is bounded: the oldest is refused with a MessageDroppedError.
   *
   * @default 'memory'
   */
  readonly outbox?: OutboxChoice;
  /**
   * Milliseconds that a page is hidden before its connection is left: the state is `paused`, and what is published waits.
   * It connects again when the page is seen; AWS IoT keeps messages at QoS 1 until then, for as long as `sessionExpiry`
   * says. Only where there is a `document`.
   *
   * @default never
   */
  readonly pauseWhenHidden?: number;
  /**
   * What AWS IoT publishes when a connection ends without a word, as on a killed tab; `close()` and a planned reconnect do
   * not cause it. The user must be allowed to publish it, or nobody gets it. With it, presences have no will of theirs.
   *
   * @default none
   */
  readonly will?: LastWill;
  /**
   * Where changes of the state, steps, retries and refusals are logged: `console`, or a logger of pino. Each method is
   * called with an object of fields and a message. No secret is among them, and in the place of the identity ID stands
   * `{identity}`.
   *
   * @default none
   */
  readonly log?: Log;
  /** The time, in milliseconds since 1970; corrected by what AWS answers, so the device's may be wrong. @default Date.now */
  readonly now?: () => number;
}
