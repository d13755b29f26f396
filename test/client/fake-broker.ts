import { ConnectFailure, type MqttSession, type OpenMqtt, type OpenMqttOptions } from '../../client/mqtt-session.js';

export type Welcome = 'accept' | 'refuse CONNECT' | 403 | 'handshake without status' | 'no network';

export interface FakeConnection extends OpenMqttOptions {
  readonly sent: { readonly kind: 'publish' | 'subscribe' | 'unsubscribe'; readonly name: string }[];
  /** Ended by the client with DISCONNECT. */
  disconnected: boolean;
  open: boolean;
  /** The broker, or the network, ends it. */
  cut(): void;
}

/** A broker on AWS's terms: what is forbidden closes the connection without a word. */
export class FakeBroker {
  /** How the next tries are met; the last one stays. */
  welcomes: Welcome[] = ['accept'];
  forbidden = new Set<string>();
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
    if (welcome === 403) throw new ConnectFailure('handshake', 403);
    return this.#accept(options);
  };

  #accept(options: OpenMqttOptions): MqttSession {
    const connection: FakeConnection = {
      ...options,
      sent: [],
      disconnected: false,
      open: true,
      cut() {
        if (!this.open) return;
        this.open = false;
        options.onClose();
      },
    };
    this.connections.push(connection);
    const sessionPresent = this.persistent && this.#sessions.has(options.clientId);
    this.#sessions.add(options.clientId);
    const take = (kind: 'publish' | 'subscribe' | 'unsubscribe', name: string) =>
      new Promise<void>((resolve) => {
        connection.sent.push({ kind, name });
        if (this.forbidden.has(name)) queueMicrotask(() => connection.cut());
        else if (!this.mute) queueMicrotask(() => connection.open && resolve());
      });
    return {
      sessionPresent,
      publish: (topic) => take('publish', topic),
      subscribe: async (filter) => {
        await take('subscribe', filter);
        return true;
      },
      unsubscribe: (filter) => take('unsubscribe', filter),
      async close() {
        connection.disconnected = true;
        connection.cut();
      },
    };
  }
}
