import { NotAuthorizedError, RequestTimeoutError } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { attachCalls, sandboxClients } from '../client/sandbox-clients.js';
import { runningSandbox } from '../support/running-sandbox.js';

jest.setTimeout(30_000);
const { newUser, clientOf } = sandboxClients();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox();
});
afterAll(() => sandbox.stop());

/** An app and a device of one user, both connected. */
async function appAndDevice() {
  const user = await newUser(sandbox);
  const [app, device] = [clientOf(sandbox, user), clientOf(sandbox, user)];
  await app.connect();
  await device.connect();
  return { app, device };
}

it('an app asks a device of its user, ten at once, and each answer comes to its own question', async () => {
  const { app, device } = await appAndDevice();
  await device.subscribe(device.myTopic('double'), (message) => message.respond(String(2 * Number(message.text()))));
  const questions = Array.from({ length: 10 }, (_, index) => app.request(app.myTopic('double'), String(index)));
  const answers = await Promise.all(questions);
  expect(answers.map(({ text }) => Number(text()))).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  const { clientId } = app;
  const snapshot = sandbox.views.connections().find((one) => one.clientId === clientId && one.endedAt === undefined);
  expect(snapshot?.subscriptions).toHaveLength(1);
});

it('two apps of one user hear their own answers alone', async () => {
  const { app, device } = await appAndDevice();
  const all: string[] = [];
  await device.subscribe(device.myTopic('who'), (message) => {
    all.push(message.responseTopic ?? '');
    return message.respond(message.payload);
  });
  expect((await app.request(app.myTopic('who'), 'app')).text()).toBe('app');
  expect((await device.request(app.myTopic('who'), 'device')).text()).toBe('device');
  expect(new Set(all).size).toBe(2);
});

it('goes on over a lost connection', async () => {
  const { app, device } = await appAndDevice();
  await device.subscribe(device.myTopic('a'), (message) => message.respond('here'));
  await app.request(app.myTopic('a'), '');
  await app.reconnect();
  expect((await app.request(app.myTopic('a'), '')).text()).toBe('here');
});

it('nobody there: an error after the time that was given', async () => {
  const { app } = await appAndDevice();
  const topic = app.myTopic('nobody');
  await expect(app.request(topic, '', { timeout: 200 })).rejects.toMatchObject({
    constructor: RequestTimeoutError,
    topic,
  });
});

it('the topic of another user: refused at once, and the policy is not attached again for it', async () => {
  const { app } = await appAndDevice();
  const other = await newUser(sandbox);
  const topic = `users/${other.identityId}/commands`;
  await app.publish(app.myTopic('a'), 'x');
  const attached = attachCalls(sandbox);
  await expect(app.request(topic, 'open')).rejects.toMatchObject({ constructor: NotAuthorizedError, topic });
  expect(attachCalls(sandbox)).toBeLessThanOrEqual(attached + 1);
});
