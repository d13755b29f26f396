import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminDeleteUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { AttachPolicyCommand, ListPoliciesCommand } from '@aws-sdk/client-iot';
import { awsClients } from '../support/aws-clients.js';
import { directoryTable } from '../support/directory-table.js';
import { iotClients } from '../support/iot-clients.js';
import { pooledIdentity, putIdentities, range } from '../support/pooled-identities.js';
import { startCommand, until } from '../support/run-command.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { type Customer, type DevicesSandbox, devicesSandbox } from './devices-sandbox.js';

let folder: string;
let place: DevicesSandbox;
let ada: Customer;
let bob: Customer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-'));
  place = await devicesSandbox();
  [ada, bob] = [await place.customer('ada'), await place.customer('bob')];
  for (const { client, sub } of [ada, bob]) {
    await client.connect();
    await place.grants.grant({ user: sub, device: 'lamp' });
  }
}, 60_000);
afterEach(async () => {
  await place.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  startCommand(['sweep', '--sandbox', place.sandbox.url, '--older-than', '0s', ...args], folder).ended;
const deleteUser = (Username: string) => {
  const UserPoolId = place.sandbox.outputs.UserPoolId ?? '';
  return awsClients(place.sandbox).users.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
};

/** All that there is of a user, counted. */
async function traces({ sub, identityId }: Customer) {
  const { sandbox, iot } = place;
  const { policies = [] } = await iot.send(new ListPoliciesCommand({ pageSize: 250 }));
  const { policyPrefix } = JSON.parse(sandbox.outputs.DeviceGrants ?? '');
  return {
    users: sandbox.views.users().filter((user) => user.sub === sub).length,
    identities: sandbox.views.identities().filter((one) => one.identityId === identityId).length,
    attachments: (sandbox.views.attachments()[identityId] ?? []).length,
    items: (await directoryTable(sandbox).keys()).filter((key) => key.endsWith(identityId) || key.endsWith(sub)).length,
    devices: (await place.grants.devicesOf(sub)).length,
    ownPolicies: policies.filter(({ policyName = '' }) => policyName.startsWith(policyPrefix)).length,
  };
}

it('leaves nothing of a deleted user, and everything of the others', async () => {
  const before = await traces(ada);
  expect(before).toEqual({ users: 1, identities: 1, attachments: 2, items: 1, devices: 1, ownPolicies: 2 });
  expect(await run()).toMatchObject({ code: 0, out: 'Nothing is left behind.\n' });
  await deleteUser('ada@example.com');

  const planned = await run('--dry-run', '--json');
  const counts = { sub: ada.sub, outcome: 'swept', identities: 1, attachments: 2, policies: 1, devices: 1, items: 2 };
  expect(JSON.parse(planned.out)).toMatchObject({ directory: true, known: 2, users: [counts], complete: true });
  expect(await traces(ada)).toEqual({ ...before, users: 0 });

  const { code, out } = await run('--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).users).toMatchObject([counts]);
  const others = { ownPolicies: 1 };
  expect(await traces(ada)).toEqual({ users: 0, identities: 0, attachments: 0, items: 0, devices: 0, ...others });
  expect(await traces(bob)).toEqual({ ...before, ...others });
  expect(await run()).toMatchObject({ code: 0, out: 'Nothing is left behind.\n' });
  await bob.client.publish('devices/lamp/commands/x', 'x');
});

it('goes on after a kill -9, wherever that was', async () => {
  for (const one of ['ada@example.com', 'bob@example.com']) await deleteUser(one);
  // What each user loses: attachments, policy, identity, entries of the directory.
  for (const step of [
    'iot:DetachPolicy',
    'iot:DeletePolicy',
    'cognito-identity:DeleteIdentities',
    'dynamodb:DeleteItem',
  ]) {
    const { guard } = place.sandbox;
    const calls = () => guard.counts()[step]?.calls ?? 0;
    const before = calls();
    guard.setDelay(step, 150);
    const { child, ended } = startCommand(['sweep', '--sandbox', place.sandbox.url, '--older-than', '0s'], folder);
    await until(() => calls() > before);
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ code: undefined });
    guard.reset(step);
    // A lock that was held has to end before anybody else begins with this user.
    await directoryTable(place.sandbox).releaseLocks();
  }
  expect((await run()).code).toBe(0);
  const nothing = { users: 0, identities: 0, attachments: 0, items: 0, devices: 0, ownPolicies: 0 };
  expect([await traces(ada), await traces(bob)]).toEqual([nothing, nothing]);
});

it('takes nobody for gone because Cognito fails, and nothing of whoever has called lately or was just revoked', async () => {
  await deleteUser('ada@example.com');
  const before = await traces(ada);
  const { guard } = place.sandbox;
  guard.setFailure('cognito-idp:AdminGetUser', { code: 'InternalErrorException', rate: 1 });
  const { child, ended } = startCommand(['sweep', '--sandbox', place.sandbox.url, '--older-than', '0s'], folder);
  await new Promise<void>((resolve) => {
    const looking = setInterval(() => {
      if ((guard.counts()['cognito-idp:AdminGetUser']?.failed ?? 0) < 8) return;
      clearInterval(looking);
      resolve();
    }, 5);
  });
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 1 });
  expect(await traces(ada)).toEqual(before);
  guard.reset('cognito-idp:AdminGetUser');

  const young = await run('--older-than', '1h', '--json');
  expect(JSON.parse(young.out).users).toMatchObject([{ outcome: 'kept', why: 'used too lately' }]);
  await directoryTable(place.sandbox).revoked(ada.sub, new Date());
  const revoked = await run('--json');
  expect(JSON.parse(revoked.out).users).toMatchObject([{ outcome: 'kept', why: expect.stringContaining('revoked') }]);
  expect((await traces(ada)).attachments).toBe(2);
  await directoryTable(place.sandbox).revoked(ada.sub, new Date(Date.now() - 49 * 3600_000));
  expect((await run()).code).toBe(0);
  expect(await traces(ada)).toMatchObject({ identities: 0, attachments: 0, items: 0 });
});

it('takes the policy off identities that are no longer there, without a directory, too', async () => {
  const plain = await runningSandbox();
  try {
    await putIdentities(plain, range(2));
    const { IotPolicyName: policyName = '', RevokedPolicyName = '' } = plain.outputs;
    const { iot: own } = iotClients(plain);
    for (const n of range(3)) await own.send(new AttachPolicyCommand({ policyName, target: pooledIdentity(n) }));
    await own.send(new AttachPolicyCommand({ policyName: RevokedPolicyName, target: pooledIdentity(2) }));
    const { code, out, err } = await startCommand(['sweep', '--sandbox', plain.url, '--json'], folder).ended;
    expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, directory: false, orphans: [pooledIdentity(2)] });
    expect(err).toContain('set "directory" to true');
    const left = (n: number) => (plain.views.attachments()[pooledIdentity(n)] ?? []).map((one) => one.policyName);
    expect(range(3).map(left)).toEqual([[policyName], [policyName], [RevokedPolicyName]]);
  } finally {
    await plain.stop();
  }
});
