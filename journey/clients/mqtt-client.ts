import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import mqtt, { ErrorWithReasonCode, type IClientOptions, type MqttClient } from 'mqtt';
import type { OperatorCredentials } from '../aws-credentials.js';
import { JourneyError } from '../refusal.js';
import type { ClientTarget, JourneyTarget } from '../target.js';
import { known } from '../traveller.js';

/** Milliseconds after which a silent broker counts as a failure. */
const PATIENCE_MS = 5000;

type MqttTarget = ClientTarget & Pick<JourneyTarget, 'decisions'>;

/**
 * Connects MQTT.js to AWS IoT Core over a WebSocket with a signed URL, by MQTT 3.1.1 where somebody tells why it was
 * refused, else by MQTT 5, whose reason codes do.
 *
 * @throws JourneyError `SocketClosed` when the broker closes without an answer: AWS IoT's way to refuse in MQTT 3.1.1
 */
export async function connectMqtt(
  target: MqttTarget,
  credentials: OperatorCredentials,
  clientId: string,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const url = await signMqttUrl(target, credentials);
  // MQTT.js would try again for ever; a journey wants to know.
  const patience = { reconnectPeriod: 0, connectTimeout: PATIENCE_MS };
  const protocolVersion = target.decisions === undefined ? 5 : 4;
  const client = mqtt.connect(url, { protocolVersion, ...options, ...patience, clientId });
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    // Stays: an error of a socket that breaks later would otherwise end the process.
    client.on('error', reject);
    client.once('close', () => {
      reject(new JourneyError('SocketClosed', 'The broker closed the connection without a CONNACK.'));
    });
  });
}

/** Subscribes, and takes a closed connection for the refusal that it is on AWS IoT. */
export function subscribe(client: MqttClient, filter: string): Promise<unknown> {
  return orClosed(client, client.subscribeAsync(filter, { qos: 1 }));
}

/** Publishes with QoS 1, so that there is an answer to wait for. */
export function publish(client: MqttClient, topic: string, payload: string): Promise<unknown> {
  return orClosed(client, client.publishAsync(topic, payload, { qos: 1 }));
}

/**
 * The next message that a subscription brings.
 *
 * @param topics on one of these alone; others are let pass
 */
export function nextMessage(
  client: MqttClient,
  topics?: readonly string[],
): Promise<{ topic: string; payload: string }> {
  const message = new Promise<{ topic: string; payload: string }>((resolve) => {
    client.on('message', function take(topic, payload) {
      if (topics !== undefined && !topics.includes(topic)) return;
      client.off('message', take);
      resolve({ topic, payload: payload.toString() });
    });
  });
  return orClosed(client, message);
}

/** Waits for one message, which may have come already when the answer is awaited. */
export function expectMessage(client: MqttClient, topic: string, payload: string): Promise<unknown> {
  const message = new Promise<void>((resolve) => {
    client.on('message', (name, body) => {
      if (name === topic && body.toString() === payload) resolve();
    });
  });
  return orClosed(client, message, `The message on ${topic} was not delivered within ${PATIENCE_MS} ms.`);
}

function orClosed<T>(client: MqttClient, work: Promise<T>, late = `No answer within ${PATIENCE_MS} ms.`): Promise<T> {
  let giveUp: () => void = () => undefined;
  const closed = new Promise<never>((_, reject) => {
    const onClose = () => reject(new JourneyError('SocketClosed', 'The broker closed the connection.'));
    const onDisconnect = ({ reasonCode = 0 }: { readonly reasonCode?: number }) =>
      reject(new ErrorWithReasonCode('The broker disconnected.', reasonCode));
    const timer = setTimeout(() => reject(new JourneyError('NoAnswer', late)), PATIENCE_MS);
    client.once('close', onClose);
    client.once('disconnect', onDisconnect);
    giveUp = () => {
      clearTimeout(timer);
      client.off('close', onClose);
      client.off('disconnect', onDisconnect);
    };
  });
  const first = Promise.race([work, closed]).finally(giveUp);
  // Whoever awaits it gets the error; an earlier one may keep them from it.
  first.catch(() => undefined);
  return first;
}

/**
 * Service `iotdevicegateway`, nothing but the host signed, and the session token after signing.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html
 */
export async function signMqttUrl(
  { outputs, endpoint }: MqttTarget,
  credentials: OperatorCredentials,
): Promise<string> {
  const host = known(outputs.IotEndpoint, 'output IotEndpoint');
  const { sessionToken, ...keys } = credentials;
  const signer = new SignatureV4({
    credentials: keys,
    region: outputs.Region ?? '',
    service: 'iotdevicegateway',
    sha256: Sha256,
  });
  const request = new HttpRequest({ method: 'GET', path: '/mqtt', headers: { host } });
  const { query } = await signer.presign(request, { expiresIn: 300 });
  const token = sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken };
  const signed = new URLSearchParams({ ...(query as Record<string, string>), ...token });
  // AWS speaks TLS only; the sandbox does as it is asked.
  const scheme = endpoint?.startsWith('http:') ? 'ws' : 'wss';
  return `${scheme}://${host}/mqtt?${signed.toString().replaceAll('+', '%20')}`;
}
