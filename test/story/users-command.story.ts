import { tmpdir } from 'node:os';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { startCommand } from '../support/run-command.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { type Customer, type DevicesSandbox, devicesSandbox } from './devices-sandbox.js';

jest.setTimeout(60_000);
let place: DevicesSandbox;
/** Its stack has no directory. */
let plain: Sandbox;
let ada: Customer;
let bob: Customer;
beforeAll(async () => {
  [place, plain] = [await devicesSandbox(), await runningSandbox()];
  [ada, bob] = [await place.customer('ada'), await place.customer('bob')];
  await ada.client.connect();
  await place.grants.grant({ user: ada.sub, device: 'lamp' });
  await place.grants.grant({ user: bob.sub, allDevices: true });
}, 60_000);
afterAll(async () => {
  await place.stop();
  await plain.stop();
});

const run = (...args: string[]) => startCommand([...args, '--sandbox', place.sandbox.url], tmpdir()).ended;
const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out);

it.each([
  ['user name or sub', () => ['--user', ada.sub]],
  ['e-mail address', () => ['--user', 'ada@example.com']],
  ['identity', () => ['--identity', ada.identityId]],
])('tells all of a user by %s', async (_, asked) => {
  const { IotPolicyName = '' } = place.sandbox.outputs;
  expect(await json('users', ...asked())).toEqual({
    sub: ada.sub,
    user: {
      sub: ada.sub,
      userName: ada.sub,
      email: 'ada@example.com',
      enabled: true,
      status: 'CONFIRMED',
      providers: [],
    },
    devices: [{ device: 'lamp', state: 'granted' }],
    identities: [
      {
        identityId: ada.identityId,
        roleName: expect.any(String),
        firstPost: expect.any(String),
        lastPost: expect.any(String),
        policies: expect.arrayContaining([IotPolicyName, expect.stringMatching(/-0$/)]),
        // The client has made its ID up.
        connections: [],
      },
    ],
  });
});

it('lists users page by page, and the owners of a device', async () => {
  const first = await json('users', '--limit', '1');
  expect(first.users).toHaveLength(1);
  const second = await json('users', '--limit', '1', '--after', first.next);
  expect([...first.users, ...second.users].map(({ sub }: { sub: string }) => sub).sort()).toEqual(
    [ada.sub, bob.sub].sort(),
  );
  expect((await json('users', '--device', 'lamp')).users.map(({ sub }: { sub: string }) => sub)).toEqual([
    ada.sub,
    bob.sub,
  ]);
  const { code, out } = await run('users');
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^${ada.sub} +ada@example.com +confirmed +1 +lamp +20`, 'm'));
  expect(out).toMatch(new RegExp(`^${bob.sub} +bob@example.com +confirmed +0 +\\* +-$`, 'm'));
});

it('counts them, and tells who is revoked', async () => {
  expect(await run('revoke', bob.sub, '--reason', 'left the company')).toMatchObject({ code: 0 });
  expect(await json('status')).toMatchObject({
    users: 2,
    attached: 1,
    denied: 0,
    directory: { users: 1, identities: 1, grants: 2, revoked: 1 },
  });
  expect((await run('users', '--user', bob.sub)).out).toMatch(
    /, revoked, disabled\nrevoked: 20.*Z, left the company\n/,
  );
  expect((await run('status')).out).toMatch(/^users marked as revoked +1$/m);
});

it('without a directory tells of an identity, and refuses the rest by name', async () => {
  const { identityId } = ada;
  const there = (...args: string[]) => startCommand(['users', ...args, '--sandbox', plain.url], tmpdir()).ended;
  const found = JSON.parse((await there('--identity', identityId, '--json')).out);
  expect(found).toEqual({ devices: [], identities: [{ identityId, policies: [], connections: [] }] });
  const remedy = 'set "directory" to true and deploy again';
  expect(await there()).toMatchObject({ code: 1, err: expect.stringMatching(`^DeploymentError: .*${remedy}`) });
  expect(await there('--device', 'lamp')).toMatchObject({ code: 1, err: expect.stringContaining(remedy) });
});
