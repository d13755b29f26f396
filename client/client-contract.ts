import type { Attachment } from '../contract/attachment.js';
import type { Connection } from '../contract/connection.js';
import type { GrantedDevices } from '../contract/device-access.js';
import type { Step } from './connect-contract.js';
import type { ConnectionState } from './connection-states.js';
import type { QoS } from './mqtt-session.js';
import type { Presence, PresenceOptions } from './presence-contract.js';
import type { Payload, PublishOptions, RequestOptions } from './publish-options.js';
import type { Message, MessageHandler } from './subscriptions.js';

/** How one call of `connect` goes about it. */
export interface ConnectOptions {
  /** Gives up, and closes the client, while it is not connected. */
  readonly signal?: AbortSignal;
  /** Milliseconds until connecting fails; also how long AWS may refuse a later reconnect. @default 300000 */
  readonly deadline?: number;
}

/** Of a call that may be given up. */
export interface CallOptions {
  /** Gives up: the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How one filter is subscribed to. */
export interface SubscribeOptions {
  /** At which messages are delivered at most. @default 1 */
  readonly qos?: QoS;
  /** Gives up while AWS IoT has not acknowledged it: no subscription stays. */
  readonly signal?: AbortSignal;
}

/** How one call of `close` goes about it. */
export interface CloseOptions {
  /**
   * The user signs out: messages that the `outbox` keeps for the user are deleted, and the clients of the same user in the
   * other tabs of the origin are closed, too (by a BroadcastChannel, where there is one).
   *
   * @default false
   */
  readonly signedOut?: boolean;
}

/** What `on` listens to, and what each listener is called with. */
export type IotClientEvents = {
  /** With the error when the state is `denied`; with a ClosedError when it is `closed` since the user has signed out. */
  state: [state: ConnectionState, error?: Error];
  /**
   * What fails where no call waits for it: a subscription that is no longer allowed, a listener or message handler that
   * throws, a message that another page published and AWS IoT refuses.
   */
  error: [error: unknown];
  /**
   * What is known of the user's rights has changed: the user's groups or devices are others, or it was asked for the first
   * time. Undefined while it is not known.
   */
  rights: [connection: Connection | undefined];
  /**
   * Whether what is published waits since AWS IoT takes no more at once: 100 messages a second and 100 unacknowledged are
   * the most on one connection. While it is true, an app does well to publish less, or only the latest.
   */
  pressure: [isHigh: boolean];
  /** Each step of connecting, to be shown or logged. */
  step: [step: Step];
};

/** How `messages` gives what comes. */
export interface MessagesOptions {
  /** Ends the loop, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** @default 1 */
  readonly qos?: QoS;
  /** How many messages may wait to be read. @default 1000 */
  readonly buffer?: number;
  /**
   * What happens when that many wait and one more comes: the loop throws a ThrottledError once they are read, or the
   * oldest that waits is lost, or the one that came is.
   *
   * @default 'fail'
   */
  readonly whenFull?: 'fail' | 'dropOldest' | 'dropNewest';
}

/** One handler on one filter. */
export interface Subscription {
  /** As it was subscribed. */
  readonly filter: string;
  /** Takes the handler back; the last one of a filter tells AWS IoT. */
  unsubscribe(): Promise<void>;
}

/** One user's connection to AWS IoT, kept up until `close()`. */
export interface IotClient {
  /** Also the event `state`. */
  readonly state: ConnectionState;
  /** Why the state is `denied`. */
  readonly error: Error | undefined;
  /** Known from the first connect on, earlier by `identify()`. */
  readonly identityId: string | undefined;
  /** How many calls of `publish` are not settled: what waits, for whatever reason, and what is under way. */
  readonly pending: number;
  /** Also the event `pressure`. */
  readonly pressure: boolean;
  /** With which it is connected, or was last. */
  readonly clientId: string | undefined;

  /**
   * Connects, and attaches the IoT policy if AWS IoT refuses without it; then keeps the connection up until `close()`.
   * Called again it waits for the connection that there is.
   *
   * @throws NotSignedInError, RevokedError, AttachRefusedError, NotAuthorizedError, CredentialsExpiredError, ThrottledError,
   * UnreachableError, or the signal's reason
   */
  connect(options?: ConnectOptions): Promise<void>;
  /** Gives a function that takes the listener back. An `error` that nobody listens to is thrown as uncaught. */
  on<Name extends keyof IotClientEvents>(name: Name, listener: (...args: IotClientEvents[Name]) => void): () => void;

  /**
   * Resolves when the broker has acknowledged the filter. Connects if nobody has yet, so that a handler can be there
   * before the messages that were kept while a page reloaded. Filters that overlap may bring a message twice. A shared
   * subscription is `$share/<group>/<filter>`.
   *
   * A level may have a name in place of `+`, and the last one in place of `#`: with `rooms/{room}/{rest...}` a message has
   * `params.room` and `params.rest`.
   *
   * @throws RangeError when AWS IoT would not take the filter or the QoS; NotAuthorizedError when the policies forbid it,
   * also with new credentials; the connection then goes on without it
   */
  subscribe<const Filter extends string>(
    filter: Filter,
    handler: MessageHandler<Filter>,
    options?: SubscribeOptions,
  ): Promise<Subscription>;
  /**
   * The messages of a filter, to be read by `for await`. Subscribes when the loop begins, and unsubscribes when it is left
   * in whatever way; ends by itself after `close()`. Messages that have come before are still read then.
   *
   * @throws RangeError for an option. The loop throws what `subscribe` does, ThrottledError when `buffer` is full, and
   * what the client is `denied` for
   */
  messages<const Filter extends string>(
    filter: Filter,
    options?: MessagesOptions,
  ): AsyncIterableIterator<Message<Filter>>;
  /**
   * At QoS 1, the default, resolves when the broker has taken the message, on this connection or a later one; it may
   * then have been sent twice. At QoS 0 there is no answer: it resolves after half a second without a refusal.
   *
   * Text and bytes go as they are. Anything else goes as JSON, in MQTT 5 with the content type `application/json` unless
   * another is given.
   *
   * @throws RangeError when AWS IoT would not take the topic, the payload, the QoS or a property; NotAuthorizedError when
   * the policies forbid it, also with new credentials; ThrottledError or PacketRefusedError with AWS's reason code;
   * MessageDroppedError when the `outbox` that keeps it is full, or it has waited longer than its `messageExpiry`
   */
  publish(topic: string, payload: Payload, options?: PublishOptions): Promise<void>;
  /**
   * Publishes and waits for the answer, which whoever hears it gives by `message.respond()`, or by publishing to the
   * message's `responseTopic` with its `correlationData`. The answer comes to `myTopic('responses/…')`, to which who
   * answers must be allowed to publish. The first answer counts; others are ignored. Needs MQTT 5.
   *
   * @throws RequestTimeoutError when nobody answers; UnsupportedError with `protocolVersion: 4`; what `publish` and
   * `subscribe` throw, as NotAuthorizedError; ClosedError; the signal's reason
   */
  request(topic: string, payload: Payload, options?: RequestOptions): Promise<Message>;
  /**
   * The topic `name`, or with `#` all, in the place of the signed-in user: `users/<identity ID>/<name>` by default.
   * Where the setting `access` is not the default, await `connection()` first, so that its pattern is known.
   *
   * @throws NotSignedInError before the identity ID is known
   */
  myTopic(name: string): string;

  /**
   * Joins those who are at a topic, and tells who is there. Members announce themselves on
   * `<topic>/presence/<identity ID>/<tab>`, which the policies must allow: docs/between-clients.md has the setting. Called
   * again for the same topic it joins once.
   *
   * @throws NotSignedInError for guests, before anything is sent; RangeError for a topic or data that will not do; what
   * `publish` and `subscribe` throw, as NotAuthorizedError; the signal's reason
   */
  presence(topic: string, options?: PresenceOptions): Promise<Presence>;

  /** The identity ID of the signed-in user, without connecting. */
  identify(options?: CallOptions): Promise<string>;
  /** Whether the policy is attached, and how to connect: `GET /attach-policy`. */
  attachment(options?: CallOptions): Promise<Attachment>;
  /**
   * Client ID and topics as the stack's settings and the role of the credentials have them: what the last answer of
   * `/attach-policy` said, which a browser's tab keeps over a reload, else one GET.
   */
  connection(options?: CallOptions): Promise<Connection>;
  /**
   * Whether role and devices let the user publish or receive a topic, or subscribe to a filter, as the last answer of
   * `/attach-policy` said: to show or hide what a user can do. AWS decides when it is done. Undefined where it is not
   * known: await `connection()` first, and look again on the event `rights`. Of shadows and shared subscriptions no answer
   * is known.
   */
  may(action: 'publish' | 'subscribe' | 'receive', topic: string): boolean | undefined;
  /** The devices that are granted to the user now: asks by a GET each time. Undefined where the stack has no `devices`. */
  devices(options?: CallOptions): Promise<GrantedDevices | undefined>;
  /**
   * Detaches the policy from the signed-in user (`DELETE /attach-policy`) and closes; messages that the `outbox` keeps for
   * the user are deleted. Given up by its signal, it may have been done.
   */
  detach(options?: CallOptions): Promise<Attachment>;
  /**
   * Replaces the connection by one with fresh credentials, as after a change of the user's rights. While there is none,
   * tries at once instead of waiting for the next turn. Its signal ends the waiting for it, and not the client.
   */
  reconnect(options?: CallOptions): Promise<void>;
  /**
   * Ends the connection. What waits is rejected with a ClosedError; what the `outbox` keeps is sent when the same user
   * connects again. `connect()` opens the client again.
   */
  close(options?: CloseOptions): Promise<void>;
}
