// MQTT.js with a URL signed by aws4fetch; MQTT 3.1.1, or 5: node mqtt-js.mjs 5
import { AwsV4Signer } from 'aws4fetch';
import mqtt from 'mqtt';
import { attachPolicy, signedIn, tell } from './signed-in.mjs';

const { REGION, IOT_ENDPOINT, FOREIGN_TOPIC } = process.env;
const protocolVersion = Number(process.argv[2] ?? 4);

const credentials = await signedIn();
const { identityId } = await attachPolicy(credentials);
const topic = `users/${identityId}/telemetry`;

const address = `wss://${IOT_ENDPOINT}/mqtt`;
const { url } = await new AwsV4Signer({
  url: address,
  ...credentials,
  region: REGION,
  service: 'iotdevicegateway',
  signQuery: true, // aws4fetch adds the session token after signing for this service
}).sign();
const client = await mqtt.connectAsync(address, {
  transformWsUrl: () => url.href,
  clientId: `${identityId}-mqtt-js`,
  protocolVersion,
  reconnectPeriod: 0,
});
tell('connected');

await client.subscribeAsync(topic, { qos: 1 });
const received = new Promise((resolve) => {
  client.once('message', (name, payload) => resolve({ topic: name, payload: payload.toString() }));
});
await client.publishAsync(topic, JSON.stringify({ temperature: 21.5 }), { qos: 1 });
tell('received', await received);

const refusal = new Promise((resolve) => {
  client.on('disconnect', ({ reasonCode }) => resolve(`event 'disconnect' with reasonCode ${reasonCode}`));
  client.on('close', () => resolve("event 'close'"));
});
const asked = client.subscribeAsync(FOREIGN_TOPIC, { qos: 1 }).then(
  () => 'subscribed',
  ({ message, code }) => `subscribeAsync rejects: ${message}${code === undefined ? '' : ` (code ${code})`}`,
);
tell('refused', { says: await Promise.race([asked, refusal]) });
await client.endAsync(true);
