import { sandboxClients, soon } from '../client/sandbox-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

jest.setTimeout(30_000);
const { newUser, clientOf, end } = sandboxClients();

const devices = ['devices/{identity}/*'];
const access = { publish: devices, subscribe: devices, receive: devices };

async function sandboxOf(settings: object) {
  const sandbox = await settingsSandbox(settings);
  end(() => sandbox.stop());
  return sandbox;
}

it('a client without options connects, and finds its topics, where the stack allows others than the default', async () => {
  const sandbox = await sandboxOf({ access: { ...access, clientIds: ['app-{identity}'] } });
  const client = clientOf(sandbox, await newUser(sandbox));
  await client.connect();
  expect(client.clientId).toBe(`app-${client.identityId}`);
  expect(client.myTopic('telemetry')).toBe(`devices/${client.identityId}/telemetry`);
  let heard = '';
  await client.subscribe(client.myTopic('#'), (message) => {
    heard = message.text();
  });
  await client.publish(client.myTopic('telemetry'), 'hello');
  await soon(() => heard, 'hello');
  expect(heard).toBe('hello');
});

it('a returning user asks for its topics once, and only where the app wants to know', async () => {
  const sandbox = await sandboxOf({ access });
  const user = await newUser(sandbox);
  await clientOf(sandbox, user).connect();
  const calls = () => sandbox.guard.counts()['execute-api:Invoke']?.calls ?? 0;
  const before = calls();

  const client = clientOf(sandbox, user);
  await client.connect();
  expect(calls()).toBe(before);
  const { topics } = await client.connection();
  expect(topics?.publish).toEqual([`devices/${user.identityId}/*`]);
  await client.connection();
  expect(calls()).toBe(before + 1);
  await client.publish(client.myTopic('telemetry'), 'hello');
});

it('what is refused is told with what the stack allows', async () => {
  const sandbox = await sandboxOf({ access });
  const client = clientOf(sandbox, await newUser(sandbox));
  await client.connect();
  const allowed = `topic/devices/${client.identityId}/*`;
  await expect(client.publish(`users/${client.identityId}/a`, 'x')).rejects.toMatchObject({
    code: 'NotAuthorized',
    allowed: [allowed],
    check: expect.stringContaining(allowed),
  });
});
