// AWS IoT Device SDK v1 for JavaScript over `wss`. CA_FILE is for the sandbox alone.
import { once } from 'node:events';
import sdk from 'aws-iot-device-sdk';
import { attachPolicy, signedIn, tell } from '../signed-in.mjs';

const { REGION, IOT_ENDPOINT, FOREIGN_TOPIC, CA_FILE } = process.env;

const { accessKeyId, secretAccessKey, sessionToken, identityId } = await signedIn();
await attachPolicy({ accessKeyId, secretAccessKey, sessionToken });
const topic = `users/${identityId}/telemetry`;

const [host, port = 443] = IOT_ENDPOINT.split(':');
const device = sdk.device({
  protocol: 'wss',
  region: REGION,
  host,
  port: Number(port),
  clientId: `${identityId}-device-sdk-v1`,
  accessKeyId,
  secretKey: secretAccessKey,
  sessionToken,
  ...(CA_FILE ? { caPath: CA_FILE } : {}),
});
await once(device, 'connect');
tell('connected');

const received = new Promise((resolve) => {
  device.on('message', (name, payload) => resolve({ topic: name, payload: payload.toString() }));
});
device.subscribe(topic, { qos: 1 }, () => device.publish(topic, JSON.stringify({ temperature: 21.5 }), { qos: 1 }));
tell('received', await received);

const closed = once(device, 'close');
device.subscribe(FOREIGN_TOPIC, { qos: 1 });
await closed;
tell('refused', { says: "event 'close'" });
device.end(true);
