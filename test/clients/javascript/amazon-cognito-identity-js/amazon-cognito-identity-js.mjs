// amazon-cognito-identity-js signs in with SRP; the AWS SDK gets the credentials, MQTT.js connects.
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { AwsV4Signer } from 'aws4fetch';
import mqtt from 'mqtt';
import { attachPolicy, tell } from '../signed-in.mjs';

const { REGION, USER_POOL_ID, USER_POOL_CLIENT_ID, IDENTITY_POOL_ID, AWS_ENDPOINT_URL } = process.env;
const { EMAIL, PASSWORD, IOT_ENDPOINT, FOREIGN_TOPIC } = process.env;

const pool = new CognitoUserPool({
  UserPoolId: USER_POOL_ID,
  ClientId: USER_POOL_CLIENT_ID,
  endpoint: AWS_ENDPOINT_URL, // only for the sandbox
});
const user = new CognitoUser({ Username: EMAIL, Pool: pool });
const session = await new Promise((onSuccess, onFailure) => {
  user.authenticateUser(new AuthenticationDetails({ Username: EMAIL, Password: PASSWORD }), { onSuccess, onFailure });
});
tell('signed in');

const credentials = await fromCognitoIdentityPool({
  clientConfig: { region: REGION },
  identityPoolId: IDENTITY_POOL_ID,
  logins: { [`cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`]: session.getIdToken().getJwtToken() },
})();
const { identityId } = await attachPolicy(credentials);

const address = `wss://${IOT_ENDPOINT}/mqtt`;
const signing = { region: REGION, service: 'iotdevicegateway', signQuery: true };
const { url } = await new AwsV4Signer({ url: address, ...credentials, ...signing }).sign();
const client = await mqtt.connectAsync(address, {
  transformWsUrl: () => url.href,
  clientId: `${identityId}-cognito-identity-js`,
  reconnectPeriod: 0,
});
tell('connected');

const topic = `users/${identityId}/telemetry`;
await client.subscribeAsync(topic, { qos: 1 });
const received = new Promise((resolve) => {
  client.once('message', (name, payload) => resolve({ topic: name, payload: payload.toString() }));
});
await client.publishAsync(topic, JSON.stringify({ temperature: 21.5 }), { qos: 1 });
tell('received', await received);

const closed = new Promise((resolve) => client.once('close', () => resolve("MQTT.js: event 'close'")));
void client.subscribeAsync(FOREIGN_TOPIC, { qos: 1 }).catch(() => undefined);
tell('refused', { says: await closed });
