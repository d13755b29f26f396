import { once } from 'node:events';
import { generate, type IConnectPacket, type IPublishPacket, type Packet, parser } from 'mqtt-packet';
import { WebSocket } from 'ws';

/** A client of MQTT 5 that acknowledges nothing by itself, and may send what no client should. */
export interface Mqtt5Client {
  send(...packets: (Packet | Uint8Array)[]): void;
  /** The next packet, in the order in which they come; `close` when the connection has ended. */
  // biome-ignore lint/suspicious/noExplicitAny: the fields of any packet
  next(): Promise<any>;
  /** Sends CONNECT and resolves with its answer. */
  // biome-ignore lint/suspicious/noExplicitAny: the fields of any packet
  connect(packet?: Partial<IConnectPacket>): Promise<any>;
  end(): void;
}

export function written(packet: Packet): Buffer {
  return generate(packet, { protocolVersion: 5 });
}

export async function mqtt5Client(url: string, clientId: string): Promise<Mqtt5Client> {
  const socket = new WebSocket(url, ['mqtt']);
  const waiting: ((packet: unknown) => void)[] = [];
  const came: unknown[] = [];
  const take = (packet: unknown) => {
    const asked = waiting.shift();
    if (asked === undefined) came.push(packet);
    else asked(packet);
  };
  const packets = parser({ protocolVersion: 5 });
  packets.on('packet', take);
  socket.on('error', () => undefined);
  socket.on('message', (bytes: Buffer) => void packets.parse(bytes));
  socket.once('close', () => take('close'));
  await once(socket, 'open');
  const client: Mqtt5Client = {
    send(...sent) {
      socket.send(
        Buffer.concat(sent.map((packet) => (packet instanceof Uint8Array ? packet : written(packet as Packet)))),
      );
    },
    next: () =>
      came.length > 0 ? Promise.resolve(came.shift()) : new Promise((resolve) => void waiting.push(resolve)),
    connect(packet = {}) {
      client.send({ cmd: 'connect', protocolVersion: 5, clean: true, keepalive: 60, clientId, ...packet });
      return client.next();
    },
    end: () => socket.terminate(),
  };
  return client;
}

/** A PUBLISH; QoS 0 unless it says otherwise. */
export const message = (topic: string, more: Partial<IPublishPacket> = {}): IPublishPacket => ({
  cmd: 'publish',
  topic,
  payload: 'x',
  qos: 0,
  retain: false,
  dup: false,
  ...more,
});

/** What comes for one who publishes to itself and looks at what arrives until `own/end` does. */
export async function until(client: Mqtt5Client, last: string): Promise<string[]> {
  const topics: string[] = [];
  while (topics.at(-1) !== last) {
    const next = await client.next();
    if (next === 'close') throw new Error(`closed after ${topics}`);
    if (next.cmd === 'publish') topics.push(next.topic);
  }
  return topics;
}
