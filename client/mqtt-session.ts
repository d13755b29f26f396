// The build for browsers has a default export only.
import mqtt, { type MqttClient } from 'mqtt';

export type QoS = 0 | 1;

/** One open MQTT connection. It never reconnects by itself. */
export interface MqttSession {
  /** The broker still had the subscriptions of this client ID. */
  readonly sessionPresent: boolean;
  /** Resolves on PUBACK; at QoS 0 once written. */
  publish(topic: string, payload: Uint8Array, options: { readonly qos: QoS; readonly retain: boolean }): Promise<void>;
  /** Resolves on SUBACK: false when the broker answered 0x80. */
  subscribe(filter: string, qos: QoS): Promise<boolean>;
  unsubscribe(filter: string): Promise<void>;
  /** Sends DISCONNECT, so that no will is published and no session is taken over; resolves when the socket is closed. */
  close(): Promise<void>;
}

export interface ReceivedPacket {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly retain: boolean;
  readonly dup: boolean;
}

export interface OpenMqttOptions {
  /** Presigned. */
  readonly url: string;
  readonly clientId: string;
  readonly signal: AbortSignal;
  readonly onMessage: (packet: ReceivedPacket) => void;
  /** Called once, however an opened connection ends. */
  readonly onClose: () => void;
}

/** @throws ConnectFailure, or the signal's reason */
export type OpenMqtt = (options: OpenMqttOptions) => Promise<MqttSession>;

/** Why a connection did not come about. */
export class ConnectFailure extends Error {
  /**
   * - `handshake`: the WebSocket did not open. `status` is the HTTP status where it can be known; browsers hide it.
   * - `connect`: it opened, and closed on CONNECT without an answer, which is how AWS IoT says that a policy forbids it
   *   (https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html).
   * - `network`: nothing answered.
   */
  readonly kind: 'handshake' | 'connect' | 'network';
  readonly status: number | undefined;

  constructor(kind: ConnectFailure['kind'], status?: number, cause?: unknown) {
    super(`${kind} failed`, { cause });
    this.kind = kind;
    this.status = status;
  }
}

/** AWS IoT takes 30 to 1200 s. */
const KEEP_ALIVE_S = 60;
const CONNACK_WITHIN_MS = 20_000;
const DISCONNECT_WITHIN_MS = 1000;

/** Opens a persistent session (`clean: false`): what comes at QoS 1 between two connections is kept for an hour. */
export function openMqtt(options: OpenMqttOptions): Promise<MqttSession> {
  const { url, clientId, signal, onMessage, onClose } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const client = mqtt.connect(url.replace(/\?.*/, ''), {
      // Exactly the signed URL, which MQTT.js would take apart and put together again.
      transformWsUrl: () => url,
      clientId,
      clean: false,
      protocolVersion: 4,
      keepalive: KEEP_ALIVE_S,
      connectTimeout: CONNACK_WITHIN_MS,
      // A URL is good for one connect only, and MQTT.js cannot wait for the signing of the next one.
      reconnectPeriod: 0,
      resubscribe: false,
      manualConnect: true,
    });
    const signs: Signs = { opened: undefined, error: undefined };
    let connected = false;
    const abort = () => client.end(/* force */ true);
    signal.addEventListener('abort', abort, { once: true });

    client.on('error', (error) => {
      signs.error ??= error;
    });
    client.on('message', (topic, { buffer, byteOffset, byteLength }, { qos, retain, dup }) => {
      // Not the Buffer, which in a browser is one of MQTT.js's own.
      onMessage({ topic, payload: new Uint8Array(buffer, byteOffset, byteLength), qos, retain, dup });
    });
    client.on('connect', (connack) => {
      connected = true;
      signal.removeEventListener('abort', abort);
      resolve(sessionOf(client, connack));
    });
    client.once('close', () => {
      signal.removeEventListener('abort', abort);
      client.end(/* force */ true);
      if (connected) onClose();
      else reject(signal.aborted ? signal.reason : failureOf(signs));
    });
    client.connect();
    watchStream(client, signs);
  });
}

interface Signs {
  /** Undefined where it cannot be seen. */
  opened: boolean | undefined;
  error: (Error & { readonly code?: unknown }) | undefined;
}

/** MQTT.js keeps handshake errors to itself; in browsers its stream holds the WebSocket, in Node the error says all. */
function watchStream({ stream }: MqttClient, signs: Signs): void {
  const { socket } = stream as { socket?: { addEventListener?(type: 'open', listener: () => void): void } };
  if (socket?.addEventListener) {
    signs.opened = false;
    socket.addEventListener('open', () => {
      signs.opened = true;
    });
  }
  stream.on('error', (error: Error) => {
    signs.error ??= error;
  });
}

function failureOf({ opened, error }: Signs): ConnectFailure {
  // A CONNACK that says no; AWS IoT sends none, other brokers do.
  if (typeof error?.code === 'number') return new ConnectFailure('connect', undefined, error);
  if (error?.message === 'connack timeout') return new ConnectFailure('network', undefined, error);
  if (opened !== undefined) return new ConnectFailure(opened ? 'connect' : 'handshake', undefined, error);
  const [, status] = /^Unexpected server response: (\d+)/.exec(error?.message ?? '') ?? [];
  if (status !== undefined) return new ConnectFailure('handshake', Number(status), error);
  return new ConnectFailure(error === undefined ? 'connect' : 'network', undefined, error);
}

function sessionOf(client: MqttClient, { sessionPresent }: Pick<MqttSession, 'sessionPresent'>): MqttSession {
  return {
    sessionPresent,
    publish: (topic, payload, { qos, retain }) =>
      new Promise((resolve, reject) => {
        // MQTT.js asks for a Buffer and takes any Uint8Array.
        client.publish(topic, payload as Buffer, { qos, retain }, (error) => (error ? reject(error) : resolve()));
      }),
    subscribe: (filter, qos) =>
      new Promise((resolve, reject) => {
        client.subscribe(filter, { qos }, (error, _granted, packet) => {
          if (packet !== undefined) resolve(packet.granted.every((code) => Number(code) < 0x80));
          else if (error) reject(error);
        });
      }),
    unsubscribe: (filter) =>
      new Promise((resolve, reject) => {
        client.unsubscribe(filter, (error) => (error ? reject(error) : resolve()));
      }),
    close: () =>
      new Promise((resolve) => {
        if (!client.connected) return resolve();
        // MQTT.js waits for acknowledgements that may never come.
        const timer = setTimeout(() => client.stream.destroy(), DISCONNECT_WITHIN_MS);
        client.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        client.end();
      }),
  };
}
