// Amplify 6: sign-in with SRP, a signed POST, and PubSub. In Node it needs a WebSocket (from Node 22 on it has one).
import { PubSub } from '@aws-amplify/pubsub';
import { Amplify } from 'aws-amplify';
import { post } from 'aws-amplify/api';
import { fetchAuthSession, signIn } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { WebSocket } from 'ws';
import { tell } from './signed-in.mjs';

const { REGION, USER_POOL_ID, USER_POOL_CLIENT_ID, IDENTITY_POOL_ID, ATTACH_POLICY_URL } = process.env;
const { AWS_ENDPOINT_URL, EMAIL, PASSWORD, IOT_ENDPOINT, FOREIGN_TOPIC } = process.env;

globalThis.WebSocket ??= WebSocket;
Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: USER_POOL_ID,
      userPoolClientId: USER_POOL_CLIENT_ID,
      identityPoolId: IDENTITY_POOL_ID,
      userPoolEndpoint: AWS_ENDPOINT_URL, // only for the sandbox, and the next
      identityPoolEndpoint: AWS_ENDPOINT_URL,
    },
  },
  API: {
    REST: {
      access: { endpoint: ATTACH_POLICY_URL.replace('/attach-policy', ''), region: REGION, service: 'execute-api' },
    },
  },
});
await signIn({ username: EMAIL, password: PASSWORD });
const { identityId } = await fetchAuthSession();
tell('signed in');
await post({ apiName: 'access', path: '/attach-policy' }).response;
tell('attached');

const pubsub = new PubSub({
  region: REGION,
  endpoint: `wss://${IOT_ENDPOINT}/mqtt`,
  clientId: `${identityId}-amplify`,
});
const topic = `users/${identityId}/telemetry`;
const states = [];
Hub.listen('pubsub', ({ payload }) => states.push(payload.data.connectionState));
const until = async (state) => {
  while (!states.includes(state)) await new Promise((resolve) => setTimeout(resolve, 20));
};

const received = new Promise((next, error) => {
  pubsub.subscribe({ topics: topic }).subscribe({ next, error });
});
await until('Connected');
tell('connected');
await pubsub.publish({ topics: topic, message: { temperature: 21.5 } });
const { temperature } = await received;
tell('received', { topic, payload: JSON.stringify({ temperature }) });

pubsub.subscribe({ topics: FOREIGN_TOPIC }).subscribe({ error: () => undefined });
await until('ConnectionDisrupted');
tell('refused', { says: "Hub 'pubsub': ConnectionDisrupted" });
process.exit();
