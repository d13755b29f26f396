import type { GrantedDevices } from '../../contract/device-access.js';
import type { OperationCount } from '../../contract/sandbox-views.js';
import type { AwsCredentials } from '../../journey/aws-credentials.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { signedInUser } from '../client/signed-in-user.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedFetch } from '../support/signed-fetch.js';
import { type Customer, type DevicesSandbox, deviceSettings, devicesSandbox } from './devices-sandbox.js';

type Caller = Pick<Customer, 'credentials'>;

async function attachPolicy(sandbox: Sandbox, method: 'GET' | 'POST', { credentials }: Caller) {
  const signer = (await credentials({})) as AwsCredentials;
  const response = await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { method, credentials: signer });
  expect(response.status).toBe(200);
  return (await response.json()) as { connection: { devices?: GrantedDevices } };
}

/** Calls to AWS, by operation, that this causes: those that the function makes, and no other. */
async function callsOf(sandbox: Sandbox, act: () => Promise<unknown>): Promise<Record<string, number>> {
  const counts = async () =>
    (await (await fetch(`${sandbox.url}/_sandbox/calls`)).json()) as Record<string, OperationCount>;
  const before = await counts();
  await act();
  const made = Object.entries(await counts()).map(([name, { calls }]) => [name, calls - (before[name]?.calls ?? 0)]);
  return Object.fromEntries(made.filter(([name, calls]) => calls !== 0 && /^(iot|dynamodb):/.test(String(name))));
}

describe('with devices', () => {
  let place: DevicesSandbox;
  beforeAll(async () => {
    place = await devicesSandbox();
  }, 60_000);
  afterAll(() => place.stop());

  it('the answers of /attach-policy and the client tell what was granted', async () => {
    const { publish, subscribe, receive, shadow } = deviceSettings.devices;
    const customer = await place.customer('ada');
    // The client asks by a GET; a user has five of them at once.
    const told = async () => {
      const posted = (await attachPolicy(place.sandbox, 'POST', customer)).connection.devices;
      expect(await customer.client.devices()).toEqual(posted);
      return posted;
    };
    const nothing = { names: [], all: false, topics: { publish, subscribe, receive }, shadow };
    expect(await told()).toEqual(nothing);
    expect((await attachPolicy(place.sandbox, 'GET', customer)).connection.devices).toEqual(nothing);
    for (const device of ['oven', 'lamp']) await place.grants.grant({ user: customer.sub, device });
    expect(await told()).toMatchObject({ names: ['lamp', 'oven'], all: false });
    await place.grants.grant({ user: customer.sub, allDevices: true });
    expect(await told()).toMatchObject({ names: ['lamp', 'oven'], all: true });
    await place.grants.revoke({ user: customer.sub, allDevices: true });
    await place.grants.revoke({ user: customer.sub, device: 'oven' });
    expect(await told()).toMatchObject({ names: ['lamp'], all: false });
  });

  it('a POST costs a write, a read, and an attachment for each policy', async () => {
    const customer = await place.customer('bob');
    const post = () => callsOf(place.sandbox, () => attachPolicy(place.sandbox, 'POST', customer));
    const none = { 'dynamodb:UpdateItem': 1, 'dynamodb:Query': 1, 'iot:AttachPolicy': 1 };
    expect(await post()).toEqual(none);
    await place.grants.grant({ user: customer.sub, device: 'lamp' });
    expect(await post()).toEqual({ ...none, 'iot:AttachPolicy': 2 });
    // In the same policy, so no further call.
    await place.grants.grant({ user: customer.sub, device: 'oven' });
    expect(await post()).toEqual({ ...none, 'iot:AttachPolicy': 2 });
  });

  it('a GET costs a read', async () => {
    const customer = await place.customer('eve');
    await attachPolicy(place.sandbox, 'POST', customer);
    const get = () => callsOf(place.sandbox, () => attachPolicy(place.sandbox, 'GET', customer));
    expect(await get()).toEqual({ 'dynamodb:Query': 1, 'iot:ListAttachedPolicies': 1 });
  });
});

describe.each([
  // The query asks whether the user is revoked.
  {
    of: 'with a directory alone',
    settings: { directory: true },
    calls: { 'dynamodb:UpdateItem': 1, 'dynamodb:Query': 1 },
  },
  { of: 'without a directory', settings: {}, calls: {} },
])('$of', ({ settings, calls }) => {
  it('a POST costs $calls beside the attachment, and nothing is told of devices', async () => {
    const sandbox = await settingsSandbox(settings);
    try {
      const user = await signedInUser(sandbox, 'ada@example.com');
      const answers: object[] = [];
      const post = async () => answers.push((await attachPolicy(sandbox, 'POST', user)).connection);
      expect(await callsOf(sandbox, post)).toEqual({ ...calls, 'iot:AttachPolicy': 1 });
      // The first of a function may differ from all others.
      expect(await callsOf(sandbox, post)).toEqual({ ...calls, 'iot:AttachPolicy': 1 });
      for (const answer of answers) expect(answer).not.toHaveProperty('devices');
    } finally {
      await sandbox.stop();
    }
  });
});
