import { Amplify } from 'aws-amplify';
import { confirmSignUp, fetchAuthSession, signIn, signUp } from 'aws-amplify/auth';
import { createIotClient } from 'cognito-iot-client';

// A user of the app in a sandbox: `npm run client -- http://127.0.0.1:8001`. On AWS, `Amplify.configure` and
// `createIotClient` take amplify_outputs.json as it is; `ampx` makes it from these outputs.
const [, , sandbox = 'http://127.0.0.1:8001'] = process.argv;
const outputs = await look<Record<string, string>>('outputs');
const amplifyOutputs = { version: '1.4', ...JSON.parse(outputs.customOutputs) };

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: outputs.userPoolId,
      userPoolClientId: outputs.webClientId,
      identityPoolId: outputs.identityPoolId,
      userPoolEndpoint: sandbox,
      identityPoolEndpoint: sandbox,
    },
  },
});

const username = `user-${Date.now()}@example.com`;
const password = 'Correct-Horse-7';
await signUp({ username, password, options: { userAttributes: { email: username } } });
const mail = (await look<{ to: string; code: string }[]>('messages')).find(({ to }) => to === username);
await confirmSignUp({ username, confirmationCode: mail?.code ?? '' });
await signIn({ username, password });

const client = createIotClient({ outputs: amplifyOutputs, credentials: fetchAuthSession });
await client.connect();
let hear: (text: string) => void;
const heard = new Promise<string>((resolve) => {
  hear = resolve;
});
await client.subscribe(client.myTopic('#'), (message) => hear(message.text()));
await client.publish(client.myTopic('greeting'), 'hello');
console.log(`${username} received: ${await heard}`);
await client.close();

async function look<View>(view: string): Promise<View> {
  return (await (await fetch(`${sandbox}/_sandbox/${view}`)).json()) as View;
}
