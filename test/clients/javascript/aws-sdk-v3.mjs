// The AWS SDK's own signer for the URL (@smithy/signature-v4), and its client of AWS IoT's data plane.
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import mqtt from 'mqtt';
import { attachPolicy, signedIn, tell } from './signed-in.mjs';

const { REGION, IOT_ENDPOINT, FOREIGN_TOPIC } = process.env;

const credentials = await signedIn();
const { identityId } = await attachPolicy(credentials);
const topic = `users/${identityId}/telemetry`;

const client = mqtt.connect(await signedUrl(credentials), { clientId: `${identityId}-aws-sdk`, reconnectPeriod: 0 });
await new Promise((resolve, reject) => {
  client.once('connect', resolve);
  client.once('error', reject);
});
tell('connected');
await client.subscribeAsync(topic, { qos: 1 });

const received = new Promise((resolve) => {
  client.once('message', (name, payload) => resolve({ topic: name, payload: payload.toString() }));
});
const data = new IoTDataPlaneClient({ region: REGION, endpoint: `https://${IOT_ENDPOINT}`, credentials });
await data.send(new PublishCommand({ topic, qos: 1, payload: JSON.stringify({ temperature: 21.5 }) }));
tell('received', await received);

const says = await data.send(new PublishCommand({ topic: FOREIGN_TOPIC, qos: 1, payload: '{}' })).then(
  () => 'published',
  ({ name, $metadata }) => `${name} (${$metadata.httpStatusCode})`,
);
tell('refused', { says });
await client.endAsync(true);

/** The session token comes after the signature, so the signer is not told of it. */
async function signedUrl({ accessKeyId, secretAccessKey, sessionToken }) {
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: REGION,
    service: 'iotdevicegateway',
    sha256: Sha256,
  });
  const request = new HttpRequest({ method: 'GET', path: '/mqtt', headers: { host: IOT_ENDPOINT } });
  const { query } = await signer.presign(request, { expiresIn: 300 });
  const parameters = Object.entries({ ...query, 'X-Amz-Security-Token': sessionToken });
  const encoded = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `wss://${IOT_ENDPOINT}/mqtt?${encoded.join('&')}`;
}
