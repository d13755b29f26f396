import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt';
import { reasonOf } from './abortable.js';
import { bytesOf, fromWire, toWire } from './message-properties.js';
import mqtt from './mqtt-js.js';
import { ConnectFailure, type MqttSession, type OpenMqttOptions, type Will } from './mqtt-session.js';
import { sessionOf } from './session-of-client.js';

/** AWS IoT takes 30 to 1200 s. */
const KEEP_ALIVE_S = 60;
const CONNACK_WITHIN_MS = 20_000;
/**
 * As many as AWS IoT takes itself.
 * https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
 */
const TOPIC_ALIASES = 8;

/** Opens a persistent session: what comes at QoS 1 between two connections is kept, in MQTT 3.1.1 for an hour. */
export function openMqtt(options: OpenMqttOptions): Promise<MqttSession> {
  const { url, signal, onMessage, onClose } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(reasonOf(signal));
    const client = mqtt.connect(url.replace(/\?.*/, ''), clientOptions(options));
    const signs: Signs = { opened: undefined, error: undefined };
    let connected = false;
    let reasonCode: number | undefined;
    const abort = () => client.end(/* force */ true);
    signal.addEventListener('abort', abort, { once: true });

    client.on('error', (error) => {
      signs.error ??= error;
    });
    client.on('message', (topic, payload, { qos, retain, dup, properties }) => {
      onMessage({ topic, payload: bytesOf(payload), qos, retain, dup, properties: fromWire(properties) });
    });
    client.on('connect', (connack: IConnackPacket) => {
      connected = true;
      signal.removeEventListener('abort', abort);
      resolve(sessionOf(client, connack));
    });
    client.on('disconnect', (packet) => {
      reasonCode ??= packet.reasonCode;
    });
    client.once('close', () => {
      signal.removeEventListener('abort', abort);
      client.end(/* force */ true);
      if (connected) onClose(reasonCode);
      else reject(signal.aborted ? reasonOf(signal) : failureOf(signs, options));
    });
    client.connect();
    watchStream(client, signs);
  });
}

function clientOptions({ url, clientId, protocolVersion, sessionExpiry, will }: OpenMqttOptions): IClientOptions {
  return {
    // Exactly the signed URL, which MQTT.js would take apart and put together again.
    transformWsUrl: () => url,
    clientId,
    clean: false,
    protocolVersion,
    // In MQTT 5 a session without this ends with its connection.
    ...(protocolVersion === 5
      ? { properties: { sessionExpiryInterval: sessionExpiry, topicAliasMaximum: TOPIC_ALIASES } }
      : {}),
    ...(will && { will: willOf(will) }),
    keepalive: KEEP_ALIVE_S,
    connectTimeout: CONNACK_WITHIN_MS,
    // A URL is good for one connect only, and MQTT.js cannot wait for the signing of the next one.
    reconnectPeriod: 0,
    resubscribe: false,
    manualConnect: true,
  };
}

function willOf({ properties = {}, payload, ...will }: Will): IClientOptions['will'] {
  const given = toWire(properties);
  // MQTT.js asks for a Buffer and takes any Uint8Array.
  return { ...will, payload: payload as Buffer, ...(given && { properties: given }) } as IClientOptions['will'];
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

function failureOf({ opened, error: cause }: Signs, { protocolVersion }: OpenMqttOptions): ConnectFailure {
  // A CONNACK that says no: AWS IoT sends one in MQTT 5, other brokers always do, of their own numbers before.
  if (typeof cause?.code === 'number') {
    return new ConnectFailure('connect', { cause, reasonCode: protocolVersion === 5 ? cause.code : undefined });
  }
  if (cause?.message === 'connack timeout') return new ConnectFailure('network', { cause });
  if (opened !== undefined) return new ConnectFailure(opened ? 'connect' : 'handshake', { cause });
  const [, status] = /^Unexpected server response: (\d+)/.exec(cause?.message ?? '') ?? [];
  if (status !== undefined) return new ConnectFailure('handshake', { status: Number(status), cause });
  return new ConnectFailure(cause === undefined ? 'connect' : 'network', { cause });
}
