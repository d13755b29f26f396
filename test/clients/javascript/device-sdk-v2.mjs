// AWS IoT Device SDK v2 for JavaScript, its MQTT 3.1.1 client. CA_FILE is for the sandbox alone.
import { auth, io, iot, mqtt } from 'aws-iot-device-sdk-v2';
import { attachPolicy, signedIn, tell } from './signed-in.mjs';

const { REGION, IOT_ENDPOINT, FOREIGN_TOPIC, CA_FILE } = process.env;

const { accessKeyId, secretAccessKey, sessionToken, identityId } = await signedIn();
await attachPolicy({ accessKeyId, secretAccessKey, sessionToken });
const topic = `users/${identityId}/telemetry`;

const [host, port = 443] = IOT_ENDPOINT.split(':');
const builder = iot.AwsIotMqttConnectionConfigBuilder.new_with_websockets({
  region: REGION,
  credentials_provider: auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken),
})
  .with_endpoint(host)
  .with_port(Number(port))
  .with_client_id(`${identityId}-device-sdk`)
  .with_clean_session(true);
if (CA_FILE) builder.with_certificate_authority_from_path(undefined, CA_FILE);
const connection = new mqtt.MqttClient(new io.ClientBootstrap()).new_connection(builder.build());
await connection.connect();
tell('connected');

const received = new Promise((resolve) => {
  connection.once('message', (name, payload) => resolve({ topic: name, payload: new TextDecoder().decode(payload) }));
});
await connection.subscribe(topic, mqtt.QoS.AtLeastOnce);
await connection.publish(topic, JSON.stringify({ temperature: 21.5 }), mqtt.QoS.AtLeastOnce);
tell('received', await received);

const interrupted = new Promise((resolve) => {
  connection.on('interrupt', (error) => resolve(`event 'interrupt': ${error.error_name}`));
});
void connection.subscribe(FOREIGN_TOPIC, mqtt.QoS.AtLeastOnce).catch(() => undefined);
tell('refused', { says: await interrupted });
await connection.disconnect();
