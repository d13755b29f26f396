import { ClientIdTakenError, NotAuthorizedError } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { sandboxClients, soon } from '../client/sandbox-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';

jest.setTimeout(30_000);
const { boot, newUser, clientOf } = sandboxClients();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox();
});
afterAll(() => sandbox.stop());

describe('what the policies forbid', () => {
  it.each([{ qos: 0 as const }, { qos: 1 as const }])(
    'rejects a publish to the topic of another user at QoS $qos, and goes on',
    async ({ qos }) => {
      const [ada, bob] = [await newUser(sandbox), await newUser(sandbox)];
      const client = clientOf(sandbox, ada);
      await client.connect();
      const topic = `users/${bob.identityId}/telemetry`;
      await expect(client.publish(topic, 'x', { qos })).rejects.toMatchObject({
        constructor: NotAuthorizedError,
        action: 'iot:Publish',
        topic,
        resource: `topic/${topic}`,
      });
      await client.publish(client.myTopic('telemetry'), 'x');
      expect(client.state).toBe('connected');
    },
  );

  it.each([{ refusedSubscribe: 'close' as const }, { refusedSubscribe: 'suback' as const }])(
    'rejects a subscription to it, answered by $refusedSubscribe, and keeps the others',
    async ({ refusedSubscribe }) => {
      const answering = refusedSubscribe === 'close' ? sandbox : await boot({ refusedSubscribe });
      const [ada, bob] = [await newUser(answering), await newUser(answering)];
      const client = clientOf(answering, ada);
      await client.connect();
      const own = client.myTopic('telemetry');
      const heard = new Promise<string>((resolve) => {
        void client.subscribe(own, (message) => resolve(message.text()));
      });
      const topic = `users/${bob.identityId}/#`;
      const failure = expect(client.subscribe(topic, () => {})).rejects.toMatchObject({
        constructor: NotAuthorizedError,
        action: 'iot:Subscribe',
        topic,
        resource: `topicfilter/${topic}`,
      });
      const published = client.publish(own, 'still here');
      await failure;
      await published;
      expect(await heard).toBe('still here');
      await client.publish(own, 'on the connection after the refusal');
      const connections = answering.views.connections();
      expect(connections.find(({ endedAt }) => endedAt === undefined)?.subscriptions).toEqual([own]);
    },
  );

  it('does not blame what was sent together with it', async () => {
    const client = clientOf(sandbox, await newUser(sandbox));
    await client.connect();
    const topics = ['a', 'b', 'c', 'd'].map(client.myTopic);
    topics.splice(2, 0, 'users/nobody/a');
    const outcomes = await Promise.allSettled(topics.map((topic) => client.publish(topic, 'x')));
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });
});

it('a burst of publishes stays below what a connection may carry', async () => {
  const client = clientOf(sandbox, await newUser(sandbox));
  await client.connect();
  let heard = 0;
  await client.subscribe(client.myTopic('burst'), () => {
    heard += 1;
  });
  const ended = sandbox.views.connections().length;
  await Promise.all(Array.from({ length: 120 }, (_, i) => client.publish(client.myTopic('burst'), String(i))));
  await soon(() => heard, 120);
  expect(heard).toBe(120);
  expect(sandbox.views.connections()).toHaveLength(ended);
});

it('two clients with one client ID end in one ClientIdTakenError, not in a war', async () => {
  const user = await newUser(sandbox);
  const one = { clientIdPattern: '{identity}' };
  const [first, second] = [clientOf(sandbox, user, one), clientOf(sandbox, user, one)];
  const denied = Promise.race(
    [first, second].map(
      (client) =>
        new Promise((resolve) =>
          client.on('state', (state, error) => state === 'denied' && resolve({ client, error })),
        ),
    ),
  ) as Promise<{ client: typeof first; error: Error }>;
  await first.connect();
  sandbox.clock.advance(1200);
  void second.connect().catch(() => undefined);
  const { client, error } = await denied;
  expect(error).toBeInstanceOf(ClientIdTakenError);
  const survivor = client === first ? second : first;
  await survivor.publish(survivor.myTopic('a'), 'still here');
  expect(survivor.state).toBe('connected');
});
