import { CredentialsExpiredError, type Step } from '../../client/index.js';
import { attachCalls, sandboxClients } from '../client/sandbox-clients.js';

jest.setTimeout(30_000);
const { boot, newUser, clientOf } = sandboxClients();
const hour = 3_600_000;

describe('a device whose clock is wrong', () => {
  it.each([
    { title: 'ten minutes behind', off: -hour / 6 },
    { title: 'two hours ahead, so that fresh credentials look expired', off: 2 * hour },
    { title: 'two hours behind', off: -2 * hour },
    { title: 'a year behind', off: -365 * 24 * hour },
  ])('connects and is attached all the same: $title', async ({ off }) => {
    const sandbox = await boot();
    const client = clientOf(sandbox, await newUser(sandbox), { now: () => sandbox.clock.now() + off });
    await client.connect({ deadline: 15_000 });
    const heard = new Promise<string>((resolve) => {
      void client.subscribe(client.myTopic('telemetry'), (message) => resolve(message.text()));
    });
    await client.publish(client.myTopic('telemetry'), 'hello');
    expect(await heard).toBe('hello');
    expect(attachCalls(sandbox)).toBe(1);
  });

  it.each([
    { title: 'behind', off: -2 * hour },
    { title: 'ahead', off: 2 * hour },
  ])('costs who returns two calls of the API and one upgrade more, once: two hours $title', async ({ off }) => {
    const sandbox = await boot();
    const user = await newUser(sandbox);
    await clientOf(sandbox, user).connect({ deadline: 15_000 });
    const sent = jest.spyOn(globalThis, 'fetch');
    const client = clientOf(sandbox, user, { now: () => sandbox.clock.now() + off });
    const upgrades: Step[] = [];
    client.on('step', (step) => void (step.step === 'connect' && upgrades.push(step)));
    await client.connect({ deadline: 15_000 });
    const calls = () => sent.mock.calls.filter(([url]) => String(url).endsWith('/attach-policy')).length;
    expect({ calls: calls(), upgrades: upgrades.length }).toEqual({ calls: 2, upgrades: 2 });
    await client.reconnect();
    expect({ calls: calls(), upgrades: upgrades.length }).toEqual({ calls: 2, upgrades: 3 });
    sent.mockRestore();
  });

  it('asks the API at once, and it answers', async () => {
    const sandbox = await boot();
    const client = clientOf(sandbox, await newUser(sandbox), { now: () => sandbox.clock.now() + hour });
    expect(await client.attachment()).toMatchObject({ attached: false });
  });

  it('is told that credentials have expired where they really have', async () => {
    const sandbox = await boot();
    const user = await newUser(sandbox);
    const session = await user.credentials();
    sandbox.clock.advance(2 * hour);
    const credentials = async () => session;
    const client = clientOf(sandbox, user, { credentials, now: () => sandbox.clock.now() - 3 * hour });
    await expect(client.connect({ deadline: 15_000 })).rejects.toBeInstanceOf(CredentialsExpiredError);
  });
});
