// AWS IoT Device SDK v2 for JavaScript, its MQTT 5 client. CA_FILE is for the sandbox alone.
import { once } from 'node:events';
import { auth, iot, mqtt5 } from 'aws-iot-device-sdk-v2';
import { attachPolicy, signedIn, tell } from './signed-in.mjs';

const { REGION, IOT_ENDPOINT, FOREIGN_TOPIC, CA_FILE } = process.env;

const { accessKeyId, secretAccessKey, sessionToken, identityId } = await signedIn();
await attachPolicy({ accessKeyId, secretAccessKey, sessionToken });
const topic = `users/${identityId}/telemetry`;

const [host, port = 443] = IOT_ENDPOINT.split(':');
const builder = iot.AwsIotMqtt5ClientConfigBuilder.newWebsocketMqttBuilderWithSigv4Auth(host, {
  region: REGION,
  credentialsProvider: auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken),
})
  .withPort(Number(port))
  .withConnectProperties({ clientId: `${identityId}-device-sdk-5`, keepAliveIntervalSeconds: 60 });
if (CA_FILE) builder.withCertificateAuthorityFromPath(undefined, CA_FILE);
const client = new mqtt5.Mqtt5Client(builder.build());

const connected = once(client, mqtt5.Mqtt5Client.CONNECTION_SUCCESS);
client.start();
await connected;
tell('connected');

const received = new Promise((resolve) => {
  client.once(mqtt5.Mqtt5Client.MESSAGE_RECEIVED, ({ message }) => {
    resolve({ topic: message.topicName, payload: new TextDecoder().decode(message.payload) });
  });
});
const qos = mqtt5.QoS.AtLeastOnce;
await client.subscribe({ subscriptions: [{ topicFilter: topic, qos }] });
await client.publish({ topicName: topic, qos, payload: JSON.stringify({ temperature: 21.5 }) });
tell('received', await received);

const disconnected = new Promise((resolve) => {
  client.on(mqtt5.Mqtt5Client.DISCONNECTION, ({ disconnect, error }) => {
    const code = disconnect === undefined ? error.error_name : mqtt5.DisconnectReasonCode[disconnect.reasonCode];
    resolve(`event 'disconnection': ${code}`);
  });
});
const asked = client
  .subscribe({ subscriptions: [{ topicFilter: FOREIGN_TOPIC, qos }] })
  .then(({ reasonCodes: [code] }) => `suback with ${mqtt5.SubackReasonCode[code]}`);
tell('refused', { says: await Promise.race([disconnected, asked]) });
client.stop();
await once(client, mqtt5.Mqtt5Client.STOPPED);
client.close();
process.exit(); // the SDK's runtime would keep it
