import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { Sandbox, UserCredentials } from '../index.js';

/** MQTT.js's own options; by default it does not connect again, so that a test sees when a connection ends. */
export type ConnectOptions = IClientOptions;

/** A client of MQTT.js. */
export type MqttConnection = MqttClient;

export interface MqttIdentity extends UserCredentials {
  readonly identityId: string;
}

/**
 * Connects MQTT.js to the sandbox by a signed URL, as an app connects to AWS IoT Core.
 *
 * @throws Error with the sandbox's reason where it refuses; Error where the package mqtt is not installed
 */
export async function connectMqtt(
  sandbox: Sandbox,
  identity: MqttIdentity,
  options: ConnectOptions = {},
): Promise<MqttConnection> {
  const mqtt = loadMqtt();
  const clientId = options.clientId ?? identity.identityId;
  const url = await signedUrl(sandbox, identity);
  const client = mqtt.connect(url, { protocolVersion: 5, reconnectPeriod: 0, ...options, clientId });
  return new Promise((resolve, reject) => {
    const refused = (error?: Error) => {
      client.end(true);
      reject(
        new Error(reasonOf(sandbox, clientId) ?? error?.message ?? 'The connection was closed.', { cause: error }),
      );
    };
    client.once('connect', () => {
      client.off('close', refused).off('error', refused);
      // An error of a socket that breaks later would otherwise end the process.
      client.on('error', () => undefined);
      resolve(client);
    });
    client.once('close', refused).once('error', refused);
  });
}

/** Required, since not every test runner lets CommonJS import. */
function loadMqtt(): typeof import('mqtt') {
  try {
    return createRequire(join(import.meta.dirname, 'testing.js'))('mqtt');
  } catch (cause) {
    throw new Error('connect() uses MQTT.js, which is not installed: npm install --save-dev mqtt', { cause });
  }
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html#mqtt-ws */
async function signedUrl({ url, outputs, clock }: Sandbox, identity: MqttIdentity): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken } = identity;
  const { host, hostname, port } = new URL(url);
  const signer = new SignatureV4({
    service: 'iotdevicegateway',
    region: outputs.Region ?? regionOf(identity),
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  });
  const request = new HttpRequest({
    method: 'GET',
    protocol: 'ws:',
    hostname,
    port: Number(port),
    path: '/mqtt',
    headers: { host },
  });
  const signed = await signer.presign(request, { signingDate: new Date(clock.now()), expiresIn: 60 });
  // AWS IoT wants the token added after signing.
  const query = new URLSearchParams({
    ...(signed.query as Record<string, string>),
    'X-Amz-Security-Token': sessionToken,
  });
  return `ws://${host}/mqtt?${query.toString().replaceAll('+', '%20')}`;
}

/** An identity ID begins with its Region. */
const regionOf = ({ identityId }: MqttIdentity) => identityId.split(':')[0] ?? '';

/** What the sandbox says of the last connection of this client ID. */
function reasonOf({ views }: Sandbox, clientId: string): string | undefined {
  const ended = views.connections().find((connection) => connection.clientId === clientId && connection.end);
  return ended?.end && `${ended.end.reason}: ${ended.end.explanation}`;
}
