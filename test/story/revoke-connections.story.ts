import { tmpdir } from 'node:os';
import { SetV2LoggingOptionsCommand } from '@aws-sdk/client-iot';
import type { MqttClient } from 'mqtt';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createIotClient, type IotClient, RevokedError, type StackOutputs } from '../../client/index.js';
import { connectMqtt } from '../../journey/clients/mqtt-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.js';
import { loggingRole, roleArn } from '../sandbox/iot/logging-stack.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { startCommand } from '../support/run-command.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

jest.setTimeout(60_000);
let sandbox: Sandbox;
afterEach(() => sandbox.stop());

async function boot(settings: object, options: Partial<SandboxOptions> = {}): Promise<SignedInUser> {
  sandbox = await settingsSandbox(settings, {
    ...options,
    edit: ({ Resources }) => {
      Resources.IotLogging = loggingRole('IotLogging');
    },
  });
  const user = await signedInUser(sandbox);
  expect(await awsClients(sandbox).attach(user)).toMatchObject({ status: 200 });
  return user;
}

const start = (...args: string[]) => startCommand([...args, '--sandbox', sandbox.url], tmpdir());
const run = (...args: string[]) => start(...args).ended;
const open = ({ credentials }: Identity, clientId: string): Promise<MqttClient> =>
  connectMqtt(sandboxTarget(sandbox), credentials, clientId);
const isClosed = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', resolve));
const passes = (identity: Identity) =>
  awsClients(sandbox)
    .may(identity, 'publish', `users/${identity.identityId}/room`)
    .catch(({ name }) => {
      expect(name).toBe('SocketClosed');
      return false;
    });

function appOf({ identityId, credentials }: Identity): IotClient {
  const outputs = sandbox.outputs as unknown as StackOutputs; // It is our own stack.
  const given = async () => ({ ...credentials, identityId });
  return createIotClient({ outputs, credentials: given, now: sandbox.clock.now });
}

it('ends the connection of a client whose ID nobody knows but the log of AWS IoT', async () => {
  const user = await boot({ directory: true });
  const options = { roleArn: roleArn('IotLogging'), defaultLogLevel: 'INFO' as const };
  await iotClients(sandbox).iot.send(new SetV2LoggingOptionsCommand(options));
  const closed = isClosed(await open(user, `${user.identityId}-made-up`));
  const other = await signedInUser(sandbox);
  await awsClients(sandbox).attach(other);
  const bystander = await open(other, `${other.identityId}-made-up`);
  const shown = await run('users', '--identity', user.identityId);
  expect(shown.out).toContain(`${user.identityId}-made-up`);
  const { code, out } = await run('revoke', '--identity', user.identityId);
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringContaining(`${user.identityId}-made-up: disconnected`),
  });
  await closed;
  expect(bystander.connected).toBe(true);
  bystander.end(true);
});

it('ends whoever connects while the Deny has not taken effect yet, as long as it waits', async () => {
  const user = await boot({ directory: true }, { attachDelay: 60 });
  sandbox.clock.advance(61_000);
  expect(await passes(user)).toBe(true);
  const { child, ended } = start('revoke', user.email, '--wait', '0.1');
  let told = '';
  child.stdout?.on('data', (data) => {
    told += data;
  });
  while (!sandbox.views.connections().some(({ clientId = '' }) => clientId.startsWith('cognito-iot-revoke-'))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  // Once it listens, which is a moment after it has connected.
  const reconnected: number[] = [];
  for (let number = 0; !told.includes(': disconnected'); number += 1) {
    const began = performance.now();
    const closed = isClosed(await open(user, `${user.identityId}-again-${number}`));
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1000))]);
    reconnected.push(performance.now() - began);
  }
  expect(reconnected.at(-1)).toBeLessThan(1000);
  expect(await ended).toMatchObject({ code: 0, err: expect.not.stringContaining('stay open') });
  sandbox.clock.advance(61_000);
  expect(await passes(user)).toBe(false);
});

it('stopped while it waits, it says so and ends with 1', async () => {
  const user = await boot({ directory: true });
  const { child, ended } = start('revoke', user.email, '--wait');
  child.stdout?.on('data', (data) => {
    if (String(data).includes('denied everything')) child.kill('SIGINT');
  });
  expect(await ended).toMatchObject({
    code: 1,
    err: expect.stringContaining('Stopped before the caches of AWS have run out; the same command goes on.'),
  });
  expect(await passes(user)).toBe(false);
});

it('an app with the client learns that it is revoked, and tries no more', async () => {
  const user = await boot({ directory: true });
  const app = appOf(user);
  await app.connect();
  const denied = new Promise<void>((resolve) => app.on('state', (state) => state === 'denied' && resolve()));
  expect(await run('revoke', user.email, '--client-id', app.clientId ?? '')).toMatchObject({ code: 0 });
  await denied;
  expect(app.error).toBeInstanceOf(RevokedError);
  await app.close();
});

describe('without a directory', () => {
  it('revokes an identity, which POST attaches in vain, and restores it', async () => {
    const user = await boot({});
    const { attach } = awsClients(sandbox);
    const closed = isClosed(await open(user, user.identityId));
    const { code, out, err } = await run('revoke', '--identity', user.identityId);
    expect({ code, out }).toEqual({
      code: 0,
      out: `${user.identityId}: denied everything\n${user.identityId}: disconnected\n`,
    });
    expect(err).toContain('No user is known: whoever it is may sign in, and come back as a new identity.');
    await closed;
    expect(await attach(user)).toMatchObject({ status: 200 });
    expect(await passes(user)).toBe(false);
    expect(await run('restore', '--identity', user.identityId)).toMatchObject({ code: 0 });
    expect(await passes(user)).toBe(true);
  });

  it('disables a user who is named besides, and refuses by name to guess their identities', async () => {
    const user = await boot({});
    expect(await run('revoke', user.email)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^NoDirectory: .* name the identity by --identity besides, or set "directory" to true/,
      ),
    });
    expect(await passes(user)).toBe(true);
    expect(await run('revoke', user.email, '--identity', user.identityId)).toMatchObject({ code: 0 });
    expect(sandbox.views.users()[0]).toMatchObject({ enabled: false });
    expect(await passes(user)).toBe(false);
    expect(await run('restore', user.email, '--identity', user.identityId)).toMatchObject({ code: 0 });
    expect(sandbox.views.users()[0]).toMatchObject({ enabled: true });
  });

  it('refuses by name what is no identity, and a guest, whom no attached policy counts for', async () => {
    await boot({ guests: {} });
    const guest = await awsClients(sandbox).identity();
    expect(await run('revoke', '--identity', guest.identityId)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^GuestIdentity: .* is a guest's, for whom AWS IoT asks no attached policy/),
    });
    expect(await run('revoke', '--identity', 'ada')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^InvalidIdentity: "ada" is no identity ID; one looks like/),
    });
  });
});
