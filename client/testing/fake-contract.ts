import type {
  AnswerOptions,
  IotClient,
  IotClientOptions,
  MessageProperties,
  Payload,
  PublishOptions,
  QoS,
} from '../index.js';

/** What a user may do: patterns in which `*` stands for any text, and `{identity}` for the identity ID. */
export interface FakeRights {
  /** To which topics. @default all */
  readonly publish?: readonly string[];
  /** Which filters, wildcards and all. @default all */
  readonly subscribe?: readonly string[];
  /** The messages of which topics. @default all */
  readonly receive?: readonly string[];
  /** To which topics messages that are kept. @default all */
  readonly retain?: readonly string[];
}

/** A message at the fake broker. */
export interface FakeMessage extends MessageProperties {
  /** On which it was published. */
  readonly topic: string;
  /** As it was sent; `text()` and `json()` read it. */
  readonly payload: Uint8Array;
  /** At which it was published. */
  readonly qos: QoS;
  /** Whether it was to be kept for who subscribes later. */
  readonly retain: boolean;
  /** The identity ID of the client that published it, or whose last will it is; undefined for `broker.publish()`. */
  readonly from: string | undefined;
  /** The payload as UTF-8. */
  text(): string;
  /** The payload as JSON. @throws NotJsonError if it is not */
  json(): unknown;
}

/** A message that a device hears, which it may answer. */
export interface FakeDeviceMessage extends FakeMessage {
  /** Answers a request of `client.request()`. @throws UnsupportedError when no answer is asked for */
  respond(payload: Payload, options?: AnswerOptions): Promise<void>;
}

/** What can be refused, each by its name: a client ID, a topic, a filter. */
export type FakeAction = 'connect' | 'publish' | 'subscribe';

/** A broker in the test's memory. */
export interface FakeBroker {
  /** What clients have published, last wills among it, oldest first. */
  readonly messages: readonly FakeMessage[];
  /**
   * The first message on such a topic that a client publishes, or has published; called again, the next one. It is waited
   * for without a timer, so what never comes is for the test runner to end.
   */
  published(filter: string): Promise<FakeMessage>;
  /**
   * Publishes as a device does, whatever the rights. Resolves when all handlers of the clients have been called.
   *
   * @throws RangeError when AWS IoT would not take the topic or the payload
   */
  publish(topic: string, payload: Payload, options?: Omit<PublishOptions, 'signal'>): Promise<void>;
  /** Hears as a device does, in the order of publishing. Gives a function that ends it. */
  subscribe(filter: string, handler: (message: FakeDeviceMessage) => unknown): () => void;
  /**
   * Refuses names that match, of all clients; `*` and `?` stand for any text as in policies, `+` and `#` as in filters.
   * Gives a function that takes it back.
   *
   * @param reasonCode of MQTT 5. Default 135, Not authorized
   */
  refuse(action: FakeAction, name: string, reasonCode?: number): () => void;
  /**
   * The network is gone: connections end, wills are published, and nothing answers. Resolves when clients that were
   * connecting or connected are `offline`.
   *
   * @param identityId whose network. Default everybody's
   */
  disconnect(identityId?: string): Promise<void>;
  /** The network is back, and clients try at once. Resolves when those that were away are connected, or `denied`. */
  reconnect(identityId?: string): Promise<void>;
  /** One more client of this broker: of another user, or with the same `identityId` another tab. */
  newClient(options?: FakeIotClientOptions): FakeIot;
}

/** The user of a fake client, and what may happen to one. */
export interface FakeUser {
  /** Of Cognito. */
  readonly identityId: string;
  /**
   * The user's groups, and with them what is allowed, are others from now on. Resolves when the client knows: it is
   * connected anew, and the event `rights` was told.
   */
  changeRights(rights: FakeRights): Promise<void>;
  /** Whoever connects next, or is connected, is refused for good: the client is `denied` with an AttachRefusedError. */
  deny(): Promise<void>;
  /**
   * An operator takes the user's access away: whoever connects next, or is connected, is `denied` with a RevokedError.
   * Guests are nobody, so it changes nothing for them.
   */
  revoke(): Promise<void>;
  /** The operator gives it back: `connect()` works again. */
  restore(): void;
  /** The provider has no credentials any more, as when Amplify has signed the user out; the app closes its client. */
  signOut(): void;
}

/** Choices for a fake client; all that a client's options have, but the stack and the credentials. */
export interface FakeIotClientOptions
  extends Omit<IotClientOptions, 'outputs' | 'credentials' | 'outbox' | 'pauseWhenHidden'> {
  /** @default 'eu-west-1:00000000-0000-4000-8000-000000000001', then …2, and so on for each client of a broker */
  readonly identityId?: string;
  /** What the user may do. @default everything */
  readonly rights?: FakeRights;
  /** Not signed in: nothing is attached to guests, and `/attach-policy` refuses them. @default false */
  readonly guest?: boolean;
}

/** A client for a test, and both its sides. */
export interface FakeIot {
  /** The real client's own code, over a broker and an API in memory. */
  readonly client: IotClient;
  /** What other devices and the network do. */
  readonly broker: FakeBroker;
  /** What happens to the user. */
  readonly user: FakeUser;
}
