import { GetPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import type { SandboxViews } from '../../contract/sandbox-views.js';
import { policyNameOf } from '../../devices/policy-name.js';
import { createDeviceGrants } from '../../grants/index.js';
import { configuration, type GrantingSandbox, grantingSandbox } from './granting-sandbox.js';

const ada = '11111111-1111-4111-8111-111111111111';
const bob = '22222222-2222-4222-8222-222222222222';
const identityOf = (digit: string) => `us-east-1:${digit.repeat(8)}-0000-4000-8000-000000000000`;

let sandbox: GrantingSandbox;
beforeAll(async () => {
  sandbox = await grantingSandbox();
});
afterAll(() => sandbox.stop());

const policyName = (sub: string, slot = 0) =>
  policyNameOf(configuration.policyPrefix, { userPoolId: configuration.userPoolId, sub }, slot);

async function namedIn(name: string): Promise<string[]> {
  const { policyDocument = '' } = await sandbox.iot.send(new GetPolicyCommand({ policyName: name }));
  return [...policyDocument.matchAll(/topic\*\/devices\/([^/*]+|\*)\/\*"/g)].map(([, device = '']) => device);
}

async function attachedTo(target: string): Promise<string[]> {
  const { policies = [] } = await sandbox.iot.send(new ListAttachedPoliciesCommand({ target }));
  return policies.map((policy) => policy.policyName ?? '').sort();
}

describe('a grant', () => {
  it('names the device in a policy of the user’s own, attached to every identity of theirs', async () => {
    const sub = 'ada-with-two';
    await sandbox.record(sub, identityOf('a'));
    await sandbox.record(sub, identityOf('b'));
    const change = await sandbox.grants.grant({ user: sub, device: 'lamp' });
    expect(change).toEqual({
      user: sub,
      device: 'lamp',
      changed: true,
      policyName: policyName(sub),
      identityIds: [identityOf('a'), identityOf('b')],
    });
    expect(await namedIn(policyName(sub))).toEqual(['lamp']);
    expect(await attachedTo(identityOf('a'))).toEqual([policyName(sub)]);
    expect(await attachedTo(identityOf('b'))).toEqual([policyName(sub)]);
  });

  it('given twice is given once', async () => {
    await sandbox.grants.grant({ user: 'twice', device: 'lamp' });
    expect(await sandbox.grants.grant({ user: 'twice', device: 'lamp' })).toMatchObject({ changed: false });
    expect(await sandbox.grants.devicesOf('twice')).toEqual(['lamp']);
  });

  it('of somebody who has not called yet waits for them', async () => {
    const change = await sandbox.grants.grant({ user: 'early', device: 'lamp' });
    expect(change).toMatchObject({ changed: true, identityIds: [] });
    expect(await sandbox.grants.devicesOf('early')).toEqual(['lamp']);
  });

  it('goes on where AWS keeps five versions of a policy', async () => {
    for (let count = 0; count < 12; count += 1) await sandbox.grants.grant({ user: 'many', device: `d${count}` });
    for (let count = 0; count < 11; count += 1) await sandbox.grants.revoke({ user: 'many', device: `d${count}` });
    expect(await sandbox.grants.devicesOf('many')).toEqual(['d11']);
  });

  it('fills six policies, and then says what to do', async () => {
    const device = (count: number) => `thermostat-${String(count).padStart(9, '0')}`;
    for (let count = 0; count < 60; count += 1) await sandbox.grants.grant({ user: 'full', device: device(count) });
    for (let slot = 0; slot < 6; slot += 1) expect(await namedIn(policyName('full', slot))).toHaveLength(10);
    await expect(sandbox.grants.grant({ user: 'full', device: device(60) })).rejects.toMatchObject({
      code: 'TooManyDevices',
      message: expect.stringContaining('60 devices'),
    });
    await sandbox.grants.revoke({ user: 'full', device: device(7) });
    expect(await sandbox.grants.grant({ user: 'full', device: device(60) })).toMatchObject({ changed: true });
    expect(await namedIn(policyName('full', 0))).toContain(device(60));
  });

  it('of every device is one pattern, beside those by name', async () => {
    await sandbox.grants.grant({ user: 'staff', device: 'lamp' });
    await sandbox.grants.grant({ user: 'staff', allDevices: true });
    expect(await namedIn(policyName('staff'))).toEqual(['*', 'lamp']);
    expect(await sandbox.grants.usersOf('never-granted')).toEqual([{ user: 'staff', allDevices: true }]);
    await sandbox.grants.revoke({ user: 'staff', allDevices: true });
    expect(await namedIn(policyName('staff'))).toEqual(['lamp']);
  });

  it.each([
    ['a/b', 'letters, digits'],
    ['*', 'letters, digits'],
    ['lamp?', 'letters, digits'],
    ['$aws', 'letters, digits'],
    ['x'.repeat(129), '1 to 128'],
    ['devices', 'the topics of every device begin with devices'],
  ])('of %s is refused, and nothing is changed', async (device, message) => {
    await expect(sandbox.grants.grant({ user: ada, device })).rejects.toMatchObject({
      code: 'InvalidDevice',
      message: expect.stringContaining(message),
    });
    expect(await sandbox.grants.devicesOf(ada)).toEqual([]);
  });

  it('of nothing, of two things, or to nobody is refused', async () => {
    await expect(sandbox.grants.grant({ user: ada })).rejects.toMatchObject({ code: 'InvalidDevice' });
    await expect(sandbox.grants.grant({ user: ada, device: 'lamp', allDevices: true })).rejects.toMatchObject({
      code: 'InvalidDevice',
    });
    await expect(sandbox.grants.grant({ user: 'ada#bob', device: 'lamp' })).rejects.toMatchObject({
      code: 'InvalidUser',
    });
  });

  it('is told in one line, and only told where it is a dry run', async () => {
    sandbox.audit.length = 0;
    const planned = await sandbox.grants.grant({ user: bob, device: 'lamp' }, { dryRun: true });
    expect(planned).toMatchObject({ changed: true, policyName: policyName(bob) });
    expect(await sandbox.grants.devicesOf(bob)).toEqual([]);
    expect(sandbox.audit).toEqual([]);
    await sandbox.grants.grant({ user: bob, device: 'lamp' });
    expect(sandbox.audit.map((line) => JSON.parse(line))).toEqual([
      {
        event: 'device-granted',
        user: bob,
        device: 'lamp',
        changed: true,
        policyName: policyName(bob),
        identityIds: 0,
        userPoolId: configuration.userPoolId,
      },
    ]);
  });
});

describe('a revocation', () => {
  it('takes the device out of the policy and out of the directory', async () => {
    await sandbox.grants.grant({ user: 'leaving', device: 'lamp' });
    await sandbox.grants.grant({ user: 'leaving', device: 'oven' });
    expect(await sandbox.grants.revoke({ user: 'leaving', device: 'lamp' })).toMatchObject({ changed: true });
    expect(await namedIn(policyName('leaving'))).toEqual(['oven']);
    expect(await sandbox.grants.devicesOf('leaving')).toEqual(['oven']);
  });

  it('of what was never granted changes nothing', async () => {
    expect(await sandbox.grants.revoke({ user: 'nobody', device: 'lamp' })).toMatchObject({ changed: false });
  });

  it('from everybody leaves the device to nobody', async () => {
    for (const user of ['one', 'two', 'three']) await sandbox.grants.grant({ user, device: 'sold' });
    const changes = await sandbox.grants.revokeFromAll('sold');
    expect(changes.map(({ user, changed }) => ({ user, changed }))).toEqual([
      { user: 'one', changed: true },
      { user: 'three', changed: true },
      { user: 'two', changed: true },
    ]);
    expect(await sandbox.grants.usersOf('sold')).toEqual([]);
  });
});

describe('a repair of everybody', () => {
  it('looks at those who have devices, and at nobody else', async () => {
    const own = await grantingSandbox();
    try {
      await own.record('without', identityOf('a'));
      await own.grants.grant({ user: 'with', device: 'lamp' });
      expect(await own.grants.repair()).toEqual([]);
      const calls = (await (await fetch(`${own.worker.url}/_sandbox/calls`)).json()) as SandboxViews['calls'];
      // Six policies of the one.
      expect(calls['iot:GetPolicy']).toMatchObject({ calls: 6 });
    } finally {
      await own.stop();
    }
  });
});

describe('without being told which stack', () => {
  it('it says what to do', () => {
    expect(() => createDeviceGrants()).toThrow(/DEVICE_GRANTS is not set; call access.grantDeviceGrants\(fn\)/);
  });
});
