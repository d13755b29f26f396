import type { Message, PublishOptions } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { sandboxClients } from '../client/sandbox-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';

jest.setTimeout(30_000);
const { newUser, clientOf } = sandboxClients();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox();
});
afterAll(() => sandbox.stop());

const properties: PublishOptions = {
  userProperties: { tenant: 'a', tag: ['x', 'y'] },
  contentType: 'text/plain',
  correlationData: Uint8Array.of(0, 1, 255),
};

it('what a message says of itself arrives with it', async () => {
  const client = clientOf(sandbox, await newUser(sandbox));
  await client.connect();
  const heard = new Promise<Message>((resolve) => void client.subscribe(client.myTopic('a'), resolve));
  await client.publish(client.myTopic('a'), 'hello', {
    ...properties,
    responseTopic: client.myTopic('answers'),
    messageExpiry: 60,
  });
  const message = await heard;
  expect(message).toMatchObject({ ...properties, responseTopic: client.myTopic('answers') });
  expect(message.text()).toBe('hello');
  // What is left of it.
  expect([58, 59, 60]).toContain(message.messageExpiry);
});

it('a topic that was published to before goes as its alias, and is heard in full', async () => {
  const client = clientOf(sandbox, await newUser(sandbox));
  await client.connect();
  const topics = ['a', 'b'].map(client.myTopic);
  const heard: string[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  await client.subscribe(client.myTopic('#'), ({ topic, text }) => {
    heard.push(`${topic} ${text()}`);
    if (heard.length === 6) end();
  });
  const sent: string[] = [];
  for (const round of ['1', '2', '3']) {
    for (const topic of topics) {
      await client.publish(topic, round);
      sent.push(`${topic} ${round}`);
    }
  }
  await ended;
  expect(heard).toEqual(sent);
});

it.each([
  { away: 50, sessionPresent: true },
  { away: 70, sessionPresent: false },
])(
  'a client that is away for $away of its 60 seconds has its session: $sessionPresent',
  async ({ away, sessionPresent }) => {
    const client = clientOf(sandbox, await newUser(sandbox), { sessionExpiry: 60 });
    await client.connect();
    await client.subscribe(client.myTopic('a'), () => undefined);
    const found: boolean[] = [];
    client.on('step', (step) => {
      // It has left, and has not come back yet.
      if (step.step === 'connect') sandbox.clock.advance(away * 1000);
      if (step.step === 'connected') found.push(step.sessionPresent);
    });
    await client.reconnect();
    expect(found).toEqual([sessionPresent]);
    const heard = new Promise<string>((resolve) => {
      void client.subscribe(client.myTopic('a'), (message) => resolve(message.text()));
    });
    await client.publish(client.myTopic('a'), 'still here');
    expect(await heard).toBe('still here');
  },
);
