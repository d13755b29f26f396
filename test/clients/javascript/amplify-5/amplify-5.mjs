// Amplify 5. The host of the identity pool is built in, so the AWS SDK gets the credentials; on AWS, take identityPoolId
// into Auth, and leave out the rest that is only for the sandbox.

import { AWSIoTProvider } from '@aws-amplify/pubsub';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import amplify from 'aws-amplify';
import { WebSocket } from 'ws';
import { tell } from '../signed-in.mjs';

const { REGION, USER_POOL_ID, USER_POOL_CLIENT_ID, IDENTITY_POOL_ID, ATTACH_POLICY_URL } = process.env;
const { AWS_ENDPOINT_URL, EMAIL, PASSWORD, IOT_ENDPOINT, FOREIGN_TOPIC } = process.env;
const { Amplify, API, Auth, Hub, PubSub } = amplify;

globalThis.WebSocket ??= WebSocket;
Amplify.configure({
  Auth: {
    region: REGION,
    userPoolId: USER_POOL_ID,
    userPoolWebClientId: USER_POOL_CLIENT_ID,
    endpoint: AWS_ENDPOINT_URL, // only for the sandbox
  },
  API: {
    endpoints: [
      {
        name: 'access',
        endpoint: ATTACH_POLICY_URL.replace('/attach-policy', ''),
        region: REGION,
        service: 'execute-api',
      },
    ],
  },
});

const user = await Auth.signIn(EMAIL, PASSWORD);
tell('signed in');
const credentials = await fromCognitoIdentityPool({
  clientConfig: { region: REGION },
  identityPoolId: IDENTITY_POOL_ID,
  logins: {
    [`cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`]: user.getSignInUserSession().getIdToken().getJwtToken(),
  },
})();
Auth.currentUserCredentials = async () => credentials; // only for the sandbox
const { identityId } = await API.post('access', '/attach-policy', {});
tell('attached');

Amplify.addPluggable(
  new AWSIoTProvider({
    aws_pubsub_region: REGION,
    aws_pubsub_endpoint: `wss://${IOT_ENDPOINT}/mqtt`,
    clientId: `${identityId}-amplify-5`,
  }),
);
const topic = `users/${identityId}/telemetry`;
const states = [];
Hub.listen('pubsub', ({ payload }) => states.push(payload.data.connectionState));
const until = async (state) => {
  while (!states.includes(state)) await new Promise((resolve) => setTimeout(resolve, 20));
};

const received = new Promise((next, error) => {
  PubSub.subscribe(topic).subscribe({ next, error });
});
await until('Connected');
tell('connected');
await PubSub.publish(topic, { temperature: 21.5 });
const { temperature } = (await received).value;
tell('received', { topic, payload: JSON.stringify({ temperature }) });

PubSub.subscribe(FOREIGN_TOPIC).subscribe({ error: () => undefined });
await until('ConnectionDisrupted');
tell('refused', { says: "Hub 'pubsub': ConnectionDisrupted" });
process.exit();
