import type { TestAnswer, TestConnection, TestConnectionOptions } from '../service/test-connection.js';
import type { Broker } from './broker.js';
import { memoryTransport } from './memory-transport.js';
import { previewOf } from './message-log.js';
import {
  connectPacket,
  disconnectPacket,
  pingreq,
  publishPacket,
  readServerPacket,
  type ServerPacket,
  subscribePacket,
  unsubscribePacket,
} from './mqtt/client-packets.js';
import { PacketStream } from './mqtt/packet-stream.js';
import { FIRST_REFUSAL } from './mqtt/reason-codes.js';
import { puback } from './mqtt/write-packet.js';

/** Milliseconds; AWS's keep-alive is twenty minutes. */
const PING_EVERY = 600_000;
const PREVIEWED = 1024;

/** Connects as the caller, by the packets and past the rules of every other client. */
export function openTestConnection(broker: Pick<Broker, 'accept'>, options: TestConnectionOptions): TestConnection {
  const { caller, clientId, received, ended } = options;
  const waiting = new Map<string, (answer: TestAnswer) => void>();
  const packets = new PacketStream(() => Number.POSITIVE_INFINITY);
  let packetId = 0;
  let code: number | undefined;
  let end: TestConnection['end'];

  const ask = (key: string, bytes: Buffer): Promise<TestAnswer> => {
    if (end !== undefined) return Promise.resolve({ ok: false, code: end.code, explanation: end.explanation });
    return new Promise((resolve) => {
      waiting.set(key, resolve);
      client.send(bytes);
    });
  };

  const answered = (key: string, answer: number) => {
    const ok = answer < FIRST_REFUSAL;
    // Where it ended the connection, that says why.
    const explanation = ok ? undefined : (connection?.end?.explanation ?? connection?.refusals.at(-1)?.explanation);
    waiting.get(key)?.({ ok, code: answer, explanation });
    waiting.delete(key);
  };

  const take = (packet: ServerPacket) => {
    switch (packet.name) {
      case 'CONNACK':
        return answered('CONNACK', packet.code);
      case 'DISCONNECT':
        code = packet.code;
        return undefined;
      case 'PUBLISH': {
        if (packet.qos === 1) client.send(puback(packet.packetId));
        const { topic, payload, qos, retain } = packet;
        const preview = previewOf(payload.subarray(0, PREVIEWED), payload.length);
        return received({ topic, payload: preview, qos, retain });
      }
      case 'PUBACK':
      case 'SUBACK':
      case 'UNSUBACK':
        return answered(`${packet.name} ${packet.packetId}`, packet.code);
      default:
        return undefined;
    }
  };

  const client = memoryTransport({
    bytes(bytes) {
      packets.add(bytes);
      for (let packet = packets.next(); packet !== undefined; packet = packets.next()) take(readServerPacket(packet));
    },
    close() {
      clearInterval(pings);
      const { reason = 'CONNECTION_LOST', explanation = 'the connection was closed' } = connection?.end ?? {};
      end = { code, reason, explanation };
      for (const answer of waiting.values()) answer({ ok: false, code, explanation });
      waiting.clear();
      ended();
    },
  });
  const connection = broker.accept(client.transport, caller, { sourceIp: '127.0.0.1', sourcePort: undefined });
  const pings = setInterval(() => client.send(pingreq()), PING_EVERY).unref();
  const next = () => {
    packetId = (packetId % 65_535) + 1;
    return packetId;
  };

  return {
    connected: ask('CONNACK', connectPacket(clientId)),
    get end() {
      return end;
    },
    get subscriptions() {
      return [...(connection?.session?.subscriptions.keys() ?? [])];
    },
    subscribe(filter, qos) {
      const id = next();
      return ask(`SUBACK ${id}`, subscribePacket(id, filter, qos));
    },
    unsubscribe(filter) {
      const id = next();
      return ask(`UNSUBACK ${id}`, unsubscribePacket(id, filter));
    },
    async publish({ topic, payload, qos, retain }) {
      const message = { topic, payload: Buffer.from(payload), qos, retain };
      if (qos === 1) {
        const id = next();
        return ask(`PUBACK ${id}`, publishPacket({ ...message, packetId: id }));
      }
      client.send(publishPacket({ ...message, packetId: 0 }));
      // There is no answer at QoS 0: what comes back after it says that the connection has outlived it.
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (end !== undefined) return { ok: false, code: end.code, explanation: end.explanation };
      return { ok: true, code: undefined, explanation: undefined };
    },
    disconnect() {
      client.send(disconnectPacket());
    },
  };
}
