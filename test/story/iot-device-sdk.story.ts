import { auth, io, iot, mqtt } from 'aws-iot-device-sdk-v2';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { signedInUser } from '../support/signed-in-user.js';

describe('the AWS IoT Device SDK v2, unmodified, without TLS', () => {
  let sandbox: Sandbox;
  let user: SignedInUser;
  let open: mqtt.MqttClientConnection[] = [];

  beforeAll(async () => {
    sandbox = await runningSandbox();
    user = await signedInUser(sandbox);
    await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials: user.credentials });
  });
  afterAll(() => sandbox.stop());
  afterEach(async () => {
    for (const connection of open) await connection.disconnect();
    open = [];
  });

  /** What an app does, but for the last two lines, which take TLS away; test/clients has it with TLS. */
  function connectionOf(clientId: string): mqtt.MqttClientConnection {
    const { accessKeyId, secretAccessKey, sessionToken } = user.credentials;
    const [host = '', port = ''] = (sandbox.outputs.IotEndpoint ?? '').split(':');
    const config = iot.AwsIotMqttConnectionConfigBuilder.new_with_websockets({
      region: sandbox.outputs.Region ?? '',
      credentials_provider: auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken),
    })
      .with_endpoint(host)
      .with_client_id(clientId)
      .with_clean_session(true)
      .with_keep_alive_seconds(60)
      .build();
    const plain: mqtt.MqttConnectionConfig = { ...config, port: Number(port) };
    delete plain.tls_ctx;
    return new mqtt.MqttClient(new io.ClientBootstrap()).new_connection(plain);
  }

  it("publishes and receives on the user's own topic", async () => {
    const connection = connectionOf(`${user.identityId}-device-sdk`);
    await connection.connect();
    open.push(connection);
    const topic = `users/${user.identityId}/telemetry`;
    const received = new Promise<string>((resolve) => {
      connection.on('message', (_topic, payload) => resolve(new TextDecoder().decode(payload)));
    });
    await connection.subscribe(topic, mqtt.QoS.AtLeastOnce);
    await connection.publish(topic, '{"temperature":21.5}', mqtt.QoS.AtLeastOnce);
    await expect(received).resolves.toBe('{"temperature":21.5}');
  });

  it("is refused another user's client ID", async () => {
    const connection = connectionOf('us-east-1:00000000-0000-4000-8000-000000000000');
    // All that AWS IoT lets a client know.
    await expect(connection.connect()).rejects.toMatch(/^Failed to connect: .*(CLOSED|HANGUP)/);
    expect(sandbox.views.decisions(0).at(-1)).toMatchObject({ action: 'iot:Connect', allowed: false });
  });
});
