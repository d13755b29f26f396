import { PubSub } from '@aws-amplify/pubsub';
import { post } from 'aws-amplify/api';
import { confirmSignUp, fetchAuthSession, signIn, signUp } from 'aws-amplify/auth';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { configureAmplify } from '../support/configured-amplify.js';
import { runningSandbox } from '../support/running-sandbox.js';

describe('Amplify PubSub, unmodified, as docs/clients.md configures it', () => {
  const username = 'pubsub@example.com';
  const password = 'Published-1234';
  let sandbox: Sandbox;
  let pubsub: PubSub;
  let identityId: string;

  beforeAll(async () => {
    sandbox = await runningSandbox();
    // PubSub is for browsers; Node has a WebSocket of its own from 22 on.
    (globalThis as { WebSocket?: unknown }).WebSocket ??= WebSocket;
    const { outputs } = sandbox;
    configureAmplify(sandbox);
    await signUp({ username, password, options: { userAttributes: { email: username } } });
    const [message] = sandbox.views.messages();
    await confirmSignUp({ username, confirmationCode: message?.code ?? '' });
    await signIn({ username, password });
    identityId = (await fetchAuthSession()).identityId ?? '';
    await post({ apiName: 'access', path: '/attach-policy' }).response;
    pubsub = new PubSub({
      region: outputs.Region ?? '',
      endpoint: `ws://${outputs.IotEndpoint}/mqtt`,
      clientId: `${identityId}-pubsub`,
      // Plain ws: only for the sandbox on this machine.
      aws_appsync_dangerously_connect_to_http_endpoint_for_testing: true,
    });
  });
  afterAll(() => sandbox.stop());

  it("publishes and receives on the user's own topic", async () => {
    const topic = `users/${identityId}/telemetry`;
    const { promise, resolve, reject } = deferred<object>();
    const subscription = pubsub.subscribe({ topics: topic }).subscribe({ next: resolve, error: reject });
    await subscribed(topic);
    await pubsub.publish({ topics: topic, message: { temperature: 21.5 } });
    await expect(promise).resolves.toMatchObject({ temperature: 21.5 });
    subscription.unsubscribe();
  });

  /** PubSub does not tell when it has subscribed; the sandbox does. */
  async function subscribed(topic: string): Promise<void> {
    const isThere = () => sandbox.views.connections().some((one) => one.subscriptions.includes(topic));
    while (!isThere()) await new Promise((resolve) => setImmediate(resolve));
  }
});

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
