import { once } from 'node:events';
import { generate, type Packet, parser } from 'mqtt-packet';
import { WebSocket } from 'ws';
import type { Usage } from './boot-sandbox-process.js';

export interface BrokerLoad {
  /** Where each connection goes; may be signed. */
  readonly url: () => Promise<string>;
  /** What client IDs and topics begin with. */
  readonly clientId: string;
  readonly topic: string;
  readonly connections: number;
  readonly qos: 0 | 1;
  /** Messages of each connection in a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Of the broker's process. */
  readonly usage: () => Promise<Pick<Usage, 'cpuMs' | 'cpuAfterMs'>>;
}

/** A connection that publishes to its own topic, to which it has subscribed. */
interface LoadClient {
  publish(): void;
  close(): void;
}

/** Time that the broker has to warm up, and in the end for the last messages to arrive. */
const [WARM_UP_SECONDS, PATIENCE_MS] = [2, 10_000];

/** Publishes evenly for some seconds. @returns microseconds of CPU for each message, from publisher to receiver */
export async function measureBrokerLoad(load: BrokerLoad): Promise<number> {
  let received = 0;
  const clients: LoadClient[] = [];
  try {
    for (let number = 0; number < load.connections; number += 1) {
      clients.push(
        await connect(load, number, () => {
          received += 1;
        }),
      );
    }
    await publishEvenly(clients, { ...load, seconds: WARM_UP_SECONDS });
    await pause(500);
    const [before, from] = [(await load.usage()).cpuAfterMs, received];
    await publishEvenly(clients, load);
    const sent = load.connections * load.rate * load.seconds;
    for (let waited = 0; received - from < sent && waited < PATIENCE_MS; waited += 10) await pause(10);
    const spent = (await load.usage()).cpuMs - before;
    const messages = received - from;
    if (messages < 0.9 * sent)
      throw new Error(`Of ${sent} messages ${messages} arrived: the machine is too busy to measure it`);
    return (spent * 1000) / messages;
  } finally {
    for (const client of clients) client.close();
  }
}

async function publishEvenly(
  clients: readonly LoadClient[],
  { rate, seconds }: Pick<BrokerLoad, 'rate' | 'seconds'>,
): Promise<void> {
  const begun = performance.now();
  const total = clients.length * rate * seconds;
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, ((performance.now() - begun) / 1000) * clients.length * rate);
    for (; sent < due; sent += 1) clients[sent % clients.length]?.publish();
    await pause(2);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function connect(load: BrokerLoad, number: number, received: () => void): Promise<LoadClient> {
  const { qos } = load;
  const [clientId, topic] = [`${load.clientId}-${number}`, `${load.topic}/${number}`];
  const socket = new WebSocket(await load.url(), ['mqtt']);
  const packets = parser({ protocolVersion: 4 });
  packets.on('packet', (packet) => {
    if (packet.cmd !== 'publish') return;
    received();
    if (packet.qos === 1) socket.send(puback(packet.messageId ?? 0));
  });
  socket.on('message', (bytes: Buffer) => void packets.parse(bytes));
  await once(socket, 'open');
  const ask = async (packet: Packet) => {
    const answered = new Promise((resolve) => packets.once('packet', resolve));
    socket.send(generate(packet));
    await answered;
  };
  await ask({ cmd: 'connect', clientId, clean: true, keepalive: 60, protocolId: 'MQTT', protocolVersion: 4 });
  await ask({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos }] });
  const payload = 'a message of some thirty bytes.';
  const written = generate({ cmd: 'publish', topic, qos, messageId: 1, payload, retain: false, dup: false });
  const idAt = written.length - payload.length - 2;
  let id = 0;
  return {
    publish() {
      if (qos === 0) return socket.send(written);
      id = id === 60_000 ? 1 : id + 1;
      const numbered = Buffer.from(written);
      numbered.writeUInt16BE(id, idAt);
      socket.send(numbered);
    },
    close: () => socket.terminate(),
  };
}

function puback(messageId: number): Buffer {
  return Buffer.from([0x40, 2, messageId >> 8, messageId & 0xff]);
}
