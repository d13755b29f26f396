import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Bytes of MQTT 3.1.1 packets, wrong ones too: what no MQTT client would send. */
export type Text = string | Uint8Array;

export interface RawConnect {
  readonly clientId: Text;
  readonly clean?: boolean;
  readonly will?: { readonly topic: Text; readonly qos?: number; readonly retain?: boolean; readonly payload?: Text };
}

export function connectPacket({ clientId, clean = true, will }: RawConnect): Buffer {
  const flags = (clean ? 2 : 0) | (will ? 4 | ((will.qos ?? 0) << 3) | (will.retain ? 0x20 : 0) : 0);
  const fields = [text('MQTT'), bytes(4, flags, 0, 60), text(clientId)];
  return packet(1, 0, ...fields, ...(will ? [text(will.topic), text(will.payload ?? 'gone')] : []));
}

export function subscribePacket(filters: readonly Text[], { id = 1, qos = 0 } = {}): Buffer {
  return packet(8, 2, bytes(id >> 8, id & 255), ...filters.flatMap((filter) => [text(filter), bytes(qos)]));
}

export function unsubscribePacket(filters: readonly Text[], { id = 1 } = {}): Buffer {
  return packet(10, 2, bytes(id >> 8, id & 255), ...filters.map(text));
}

export function publishPacket(
  topic: Text,
  { qos = 0, dup = false, retain = false, id = 1, payload = 'x' } = {},
): Buffer {
  const flags = (dup ? 8 : 0) | (qos << 1) | Number(retain);
  return packet(3, flags, text(topic), ...(qos > 0 ? [bytes(id >> 8, id & 255)] : []), Buffer.from(payload));
}

export function packet(type: number, flags: number, ...fields: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(fields);
  return Buffer.concat([bytes((type << 4) | flags), remainingLength(body.length), body]);
}

/** A length in seven bits to a byte, the least first. */
export function remainingLength(length: number): Buffer {
  const encoded: number[] = [];
  let rest = length;
  do {
    encoded.push((rest % 128) | (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes(...encoded);
}

export function text(value: Text): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([bytes(content.length >> 8, content.length & 255), content]);
}

export function bytes(...values: readonly number[]): Buffer {
  return Buffer.from(values);
}

/** A WebSocket that sends whatever it is told. */
export interface RawClient {
  /** Text goes in a text frame. */
  send(message: Uint8Array | string): void;
  /** All that came so far. */
  received(): Buffer;
  /** Waits for the answer to CONNECT, or for the end. */
  connack(): Promise<void>;
  /** Resolves with the WebSocket's code when the sandbox has closed it. */
  readonly closed: Promise<number>;
  end(): void;
}

export async function rawClient(url: string): Promise<RawClient> {
  const socket = new WebSocket(url, ['mqtt']);
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => void chunks.push(data));
  const closed = new Promise<number>((resolve) => void socket.once('close', resolve));
  await once(socket, 'open');
  const received = () => Buffer.concat(chunks);
  return {
    send: (message) => socket.send(message),
    received,
    async connack() {
      while (received().length < 4 && socket.readyState === WebSocket.OPEN) {
        await Promise.race([once(socket, 'message'), closed]);
      }
    },
    closed,
    end: () => socket.terminate(),
  };
}
