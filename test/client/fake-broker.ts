import {
  ConnectFailure,
  type MqttSession,
  type OpenMqtt,
  type OpenMqttOptions,
  PacketRefused,
  type PublishFlags,
} from '../../client/mqtt-session.js';

export type Welcome =
  | 'accept'
  | 'refuse CONNECT'
  | { readonly connack: number }
  | 403
  | 'handshake without status'
  | 'no network';

export interface FakeConnection extends OpenMqttOptions {
  readonly sent: { readonly kind: 'publish' | 'subscribe' | 'unsubscribe'; readonly name: string }[];
  /** Of each publish. */
  readonly flags: PublishFlags[];
  readonly payloads: Uint8Array[];
  /** Ended by the client with DISCONNECT. */
  disconnected: boolean;
  open: boolean;
  /** The broker, or the network, ends it. */
  cut(reasonCode?: number): void;
}

/** A broker on AWS's terms: what is forbidden closes the connection, in MQTT 3.1.1 without a word. */
export class FakeBroker {
  /** How the next tries are met; the last one stays. */
  welcomes: Welcome[] = ['accept'];
  forbidden = new Set<string>();
  /** What is answered with a code, by name. */
  readonly refused = new Map<string, number>();
  /** The code of the DISCONNECT that ends a connection over what is forbidden. */
  disconnectsWith: number | undefined;
  receiveMaximum = 100;
  /** Acknowledges nothing. */
  mute = false;
  /** Keeps sessions between connections. */
  persistent = true;
  readonly connections: FakeConnection[] = [];
  readonly tries: OpenMqttOptions[] = [];
  readonly #sessions = new Set<string>();

  get last(): FakeConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('nobody has connected');
    return connection;
  }

  readonly openMqtt: OpenMqtt = async (options) => {
    this.tries.push(options);
    const welcome = this.welcomes.length > 1 ? this.welcomes.shift() : this.welcomes[0];
    if (welcome === 'refuse CONNECT') throw new ConnectFailure('connect');
    if (welcome === 'no network') throw new ConnectFailure('network');
    if (welcome === 'handshake without status') throw new ConnectFailure('handshake');
    if (welcome === 403) throw new ConnectFailure('handshake', { status: 403 });
    if (typeof welcome === 'object') throw new ConnectFailure('connect', { reasonCode: welcome.connack });
    return this.#accept(options);
  };

  #accept(options: OpenMqttOptions): MqttSession {
    const connection: FakeConnection = {
      ...options,
      sent: [],
      flags: [],
      payloads: [],
      disconnected: false,
      open: true,
      cut(reasonCode) {
        if (!this.open) return;
        this.open = false;
        options.onClose(reasonCode);
      },
    };
    this.connections.push(connection);
    const sessionPresent = this.persistent && this.#sessions.has(options.clientId);
    this.#sessions.add(options.clientId);
    const take = (kind: 'publish' | 'subscribe' | 'unsubscribe', name: string) =>
      new Promise<void>((resolve, reject) => {
        connection.sent.push({ kind, name });
        const code = this.refused.get(name);
        if (this.forbidden.has(name)) queueMicrotask(() => connection.cut(this.disconnectsWith));
        else if (code !== undefined) queueMicrotask(() => reject(new PacketRefused(code)));
        else if (!this.mute) queueMicrotask(() => connection.open && resolve());
      });
    return {
      sessionPresent,
      receiveMaximum: this.receiveMaximum,
      publish(topic, payload, flags) {
        connection.flags.push(flags);
        connection.payloads.push(payload);
        return take('publish', topic);
      },
      subscribe: (filter) => take('subscribe', filter),
      unsubscribe: (filter) => take('unsubscribe', filter),
      async close() {
        connection.disconnected = true;
        connection.cut();
      },
    };
  }
}
