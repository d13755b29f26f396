import { randomUUID } from 'node:crypto';
import { PubSub } from '@aws-amplify/pubsub';
import { Amplify } from 'aws-amplify';
import { auth, io, iot, mqtt } from 'aws-iot-device-sdk-v2';
import { AwsClient } from 'aws4fetch';
import { WebSocket } from 'ws';
import type { IotClientOptions, StackOutputs } from '../../client/index.js';
import { createIotClientIn } from '../../client/iot-client.js';
import { type Surroundings, usualSurroundings } from '../../client/surroundings.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';

export interface Setting {
  /** With the hosts that the client is to reach. */
  readonly outputs: StackOutputs;
  readonly credentials: AwsCredentials;
  readonly identityId: string;
}

type Device = Pick<Surroundings, 'deviceStorage'>;

/** Goes from credentials to the first message, which it publishes itself, without waiting for what need not be waited for. */
export type FirstMessage = (setting: Setting) => Promise<{ stop(): unknown }>;

/** In a browser, which has a storage, or in Node, which has none. */
export function ofOurs({ attach, deviceStorage }: Pick<IotClientOptions, 'attach'> & Device = {}): FirstMessage {
  return async ({ outputs, credentials, identityId }) => {
    const client = createIotClientIn(
      { outputs, credentials: async () => ({ ...credentials, identityId }), ...(attach && { attach }) },
      { ...usualSurroundings(), deviceStorage },
    );
    const topic = `users/${identityId}/first`;
    await new Promise((resolve, reject) => {
      client.subscribe(topic, resolve).catch(reject);
      client.publish(topic, 'first').catch(reject);
    });
    return { stop: () => client.close() };
  };
}

/** What an app has to do itself, where it cannot know whether it was done before. */
export async function attachFirst({ outputs, credentials }: Setting): Promise<void> {
  const api = new AwsClient({ ...credentials, region: outputs.Region, service: 'execute-api' });
  const response = await api.fetch(outputs.AttachPolicyUrl, { method: 'POST' });
  if (!response.ok) throw new Error(`/attach-policy answered ${response.status}`);
  await response.arrayBuffer();
}

export const ofAmplifyPubSub: FirstMessage = async ({ outputs, credentials, identityId }) => {
  // In Node from 22 on there is one.
  (globalThis as { WebSocket?: unknown }).WebSocket ??= WebSocket;
  const {
    UserPoolId: userPoolId = '',
    UserPoolClientId: userPoolClientId = '',
    IdentityPoolId: identityPoolId = '',
  } = outputs;
  Amplify.configure(
    { Auth: { Cognito: { userPoolId, userPoolClientId, identityPoolId } } },
    {
      Auth: {
        credentialsProvider: {
          getCredentialsAndIdentityId: async () => ({ credentials, identityId }),
          clearCredentialsAndIdentityId: () => undefined,
        },
      },
    },
  );
  const pubsub = new PubSub({
    region: outputs.Region,
    endpoint: `ws://${outputs.IotEndpoint}/mqtt`,
    clientId: `${identityId}-${randomUUID().slice(-12)}`,
    aws_appsync_dangerously_connect_to_http_endpoint_for_testing: true,
  });
  const topic = `users/${identityId}/first`;
  let subscription: { unsubscribe(): void } | undefined;
  let again: ReturnType<typeof setInterval> | undefined;
  await new Promise((next, error) => {
    subscription = pubsub.subscribe({ topics: topic }).subscribe({ next, error });
    // It sends nothing before it is connected: as soon as it would.
    again = setInterval(() => void pubsub.publish({ topics: topic, message: { is: 'first' } }).catch(error), 5);
  });
  clearInterval(again);
  return { stop: () => subscription?.unsubscribe() };
};

export const ofDeviceSdk: FirstMessage = async ({ outputs, credentials, identityId }) => {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const [host = '', port = ''] = outputs.IotEndpoint.split(':');
  const config = iot.AwsIotMqttConnectionConfigBuilder.new_with_websockets({
    region: outputs.Region,
    credentials_provider: auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken),
  })
    .with_endpoint(host)
    .with_client_id(`${identityId}-${randomUUID().slice(-12)}`)
    .with_clean_session(true)
    .build();
  // Plain, as the others here.
  const plain: mqtt.MqttConnectionConfig = { ...config, port: Number(port) };
  delete plain.tls_ctx;
  const connection = new mqtt.MqttClient(new io.ClientBootstrap()).new_connection(plain);
  await connection.connect();
  const topic = `users/${identityId}/first`;
  await new Promise((resolve, reject) => {
    connection.on('message', resolve);
    connection.subscribe(topic, mqtt.QoS.AtLeastOnce).catch(reject);
    connection.publish(topic, 'first', mqtt.QoS.AtLeastOnce).catch(reject);
  });
  return { stop: () => connection.disconnect() };
};
