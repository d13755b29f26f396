import { PubSub } from '@aws-amplify/pubsub';
import { AttachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import { Amplify } from 'aws-amplify';
import { confirmSignUp, fetchAuthSession, signIn, signUp } from 'aws-amplify/auth';

/**
 * AWS's first sample: the user signs in, and the browser attaches the policy itself, with the user's own credentials.
 * https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
 */
const { outputs, endpoint } = await (await fetch('outputs.json')).json();
Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: outputs.UserPoolId,
      userPoolClientId: outputs.UserPoolClientId,
      identityPoolId: outputs.IdentityPoolId,
      userPoolEndpoint: endpoint,
      identityPoolEndpoint: endpoint,
    },
  },
});

const field = (name) => document.querySelector(`[name=${name}]`).value;
const say = (text) => document.querySelector('output').append(`${text}\n`);

/** @type {Record<string, () => Promise<unknown>>} */
const steps = {
  signUp() {
    const [email, password] = [field('email'), field('password')];
    return signUp({ username: email, password, options: { userAttributes: { email } } });
  },
  confirm: () => confirmSignUp({ username: field('email'), confirmationCode: field('code') }),
  signIn: () => signIn({ username: field('email'), password: field('password') }),
  async attach() {
    const { credentials, identityId } = await fetchAuthSession();
    const iot = new IoTClient({ region: outputs.Region, endpoint, credentials });
    await iot.send(new AttachPolicyCommand({ policyName: outputs.IotPolicyName, target: identityId }));
    document.querySelector('output').dataset.identity = identityId;
  },
  async receive() {
    const { identityId } = await fetchAuthSession();
    const pubsub = new PubSub({
      region: outputs.Region,
      endpoint: `ws://${outputs.IotEndpoint}/mqtt`,
      clientId: identityId,
      aws_appsync_dangerously_connect_to_http_endpoint_for_testing: true,
    });
    const topics = [`users/${identityId}/sample`];
    pubsub.subscribe({ topics }).subscribe({
      next: ({ msg }) => say(`received ${msg}`),
      error: (error) => say(`lost ${error.message ?? error.error?.message ?? error}`),
    });
    // PubSub does not tell when it has subscribed: what is published is received sooner or later.
    setInterval(() => pubsub.publish({ topics, message: { msg: 'Hello to all subscribers!' } }), 500);
  },
};

for (const [name, act] of Object.entries(steps)) {
  const button = document.createElement('button');
  button.textContent = name;
  button.addEventListener('click', () =>
    act().then(
      () => say(`${name} done`),
      (error) => say(`${name} failed: ${error.name}: ${error.message}`),
    ),
  );
  document.body.append(button);
}
