import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { DeleteIdentitiesCommand, UnlinkIdentityCommand } from '@aws-sdk/client-cognito-identity';
import { AttachPolicyCommand, CreatePolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import type { MqttClient } from 'mqtt';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { connectMqtt, subscribe } from '../../journey/clients/mqtt-client.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { startCommand } from '../support/run-command.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

jest.setTimeout(60_000);
let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;
beforeAll(async () => {
  sandbox = await settingsSandbox({ directory: true });
  aws = awsClients(sandbox);
}, 60_000);
afterAll(() => sandbox.stop());

const start = (...args: string[]) => startCommand([...args, '--sandbox', sandbox.url], tmpdir());
const run = (...args: string[]) => start(...args).ended;

/** Runs the command and kills it once it has told so many things. */
async function killedAfter(lines: number, ...args: string[]): Promise<string> {
  const { child, ended } = start(...args);
  let told = '';
  child.stdout?.on('data', (data) => {
    told += data;
    if (told.split('\n').length > lines) child.kill('SIGKILL');
  });
  await ended;
  return told;
}

/** Somebody who has signed in, and whose app has called POST. */
async function attachedUser(): Promise<SignedInUser> {
  const user = await signedInUser(sandbox);
  expect(await aws.attach(user)).toMatchObject({ status: 200 });
  return user;
}

const subOf = ({ email }: SignedInUser) => sandbox.views.users().find((one) => one.email === email)?.sub ?? '';
const open = ({ identityId, credentials }: Identity, clientId = identityId): Promise<MqttClient> =>
  connectMqtt(sandboxTarget(sandbox), credentials, clientId);
const isClosed = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', resolve));
/** Whether a message gets out to the identity's own topic, over a connection of its own. */
const passes = (identity: Identity) =>
  aws.may(identity, 'publish', `users/${identity.identityId}/room`).catch(({ name }) => {
    expect(name).toBe('SocketClosed');
    return false;
  });
const signInAgain = async ({ email, password }: SignedInUser): Promise<Identity> => {
  const idToken = await createUserPoolClient(sandboxTarget(sandbox)).signIn(email, password);
  return aws.identity({ [aws.userPoolProvider]: idToken });
};

async function attachedTo({ identityId: target }: Identity): Promise<string[]> {
  const { policies = [] } = await iotClients(sandbox).iot.send(new ListAttachedPoliciesCommand({ target }));
  return policies.map(({ policyName = '' }) => policyName);
}

it('ends open connections within a second, and no call of the user brings a message through', async () => {
  const user = await attachedUser();
  const tabId = `${user.identityId}-104711`;
  const [own, tab] = [await open(user), await open(user, tabId)];
  await subscribe(own, `users/${user.identityId}/room`);
  const closed = Promise.all([own, tab].map(isClosed)).then(() => performance.now());
  const { child, ended } = start('revoke', user.email, '--client-id', tabId, '--reason', 'lost phone');
  const begun = once(child.stdout ?? child, 'data').then(() => performance.now());
  const { code, out, err } = await ended;
  expect(code).toBe(0);
  expect((await closed) - (await begun)).toBeLessThan(1000);
  const sub = subOf(user);
  expect(out.split('\n')).toEqual([
    `${sub}: marked as revoked: POST answers 403`,
    `${sub}: disabled: no sign-in any more`,
    `${sub}: signed out everywhere`,
    `${user.identityId}: denied everything`,
    expect.stringMatching(/: disconnected$/),
    expect.stringMatching(/: disconnected$/),
    '',
  ]);
  expect(JSON.parse(err.split('\n').find((line) => line.startsWith('{')) ?? '')).toEqual({
    event: 'access-revoked',
    at: expect.stringMatching(/^20\d\d-.*Z$/),
    by: expect.stringMatching(/^arn:aws:sts::111122223333:assumed-role\//),
    reason: 'lost phone',
    user: sub,
    userPoolId: sandbox.outputs.UserPoolId,
    identityIds: [user.identityId],
    disconnected: expect.arrayContaining([user.identityId, tabId]),
    complete: true,
    failed: [],
  });
  expect(err).toContain('client IDs that are not known stay open');

  // The credentials are valid still.
  expect(await aws.attach(user)).toMatchObject({ status: 403, body: { code: 'Revoked' } });
  expect(await passes(user)).toBe(false);
});

it('holds for an identity that the directory has not seen, and for one minted after', async () => {
  const user = await attachedUser();
  const Logins = { [aws.userPoolProvider]: user.idToken };
  const identities = aws.identitiesAs();
  await identities.send(
    new UnlinkIdentityCommand({
      IdentityId: user.identityId,
      Logins,
      LoginsToRemove: [aws.userPoolProvider],
    }),
  );
  const unseen = await aws.identity(Logins);
  expect(unseen.identityId).not.toBe(user.identityId);
  expect(await run('revoke', user.email)).toMatchObject({ code: 0 });
  expect(await aws.attach(unseen)).toMatchObject({ status: 403, body: { code: 'Revoked' } });
  expect(await passes(unseen)).toBe(false);
  expect(await attachedTo(unseen)).toEqual([]);

  await identities.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [user.identityId, unseen.identityId] }));
  await expect(aws.identity(Logins)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  // POST has recorded the one that was not known: it is denied, too, from now on.
  expect(await run('revoke', user.email)).toMatchObject({ code: 0 });
  expect(await attachedTo(unseen)).toEqual([sandbox.outputs.RevokedPolicyName]);
});

it('restores a user, who signs in again and is in', async () => {
  const user = await attachedUser();
  const { identityId } = user;
  const sub = subOf(user);
  await run('revoke', sub);
  expect(await run('restore', sub, '--dry-run')).toMatchObject({
    code: 0,
    out: `${identityId}: would be denied nothing any more\n${sub}: would be enabled, if they could sign in before\n`,
  });
  expect(await passes(user)).toBe(false);
  const { code, out, err } = await run('restore', sub);
  expect({ code, out }).toEqual({
    code: 0,
    out: `${identityId}: denied nothing any more\n${sub}: enabled: may sign in\n${sub}: no longer marked as revoked\n`,
  });
  expect(JSON.parse(err)).toMatchObject({ event: 'access-restored', user: sub, identityIds: [identityId] });
  const again = await signInAgain(user);
  expect(await aws.attach(again)).toMatchObject({ status: 200 });
  expect(await passes(again)).toBe(true);
});

it('locks out and lets in an identity that has the ten policies that AWS IoT allows', async () => {
  const user = await attachedUser();
  const { iot } = iotClients(sandbox);
  for (let number = 1; number <= 9; number += 1) {
    const policyName = `Foreign-${number}`;
    await iot.send(new CreatePolicyCommand({ policyName, policyDocument: allowing() }));
    await iot.send(new AttachPolicyCommand({ policyName, target: user.identityId }));
  }
  const before = await attachedTo(user);
  expect(before).toHaveLength(10);
  const { code, out } = await run('revoke', user.email);
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringContaining(`denied everything, in the place of ${sandbox.outputs.IotPolicyName}: `),
  });
  expect(await attachedTo(user)).toContain(sandbox.outputs.RevokedPolicyName);
  expect(await passes(user)).toBe(false);
  await run('restore', user.email);
  const again = await signInAgain(user);
  expect(await aws.attach(again)).toMatchObject({ status: 200 });
  expect(await passes(again)).toBe(true);
  expect((await attachedTo(again)).sort()).toEqual(before.sort());
});

/** Of a stranger's policy: it lets the identity do whatever the role does. */
function allowing(): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] });
}

it.each([1, 4])('killed after %d steps, it is completed by the same command', async (lines) => {
  const user = await attachedUser();
  const told = await killedAfter(lines, 'revoke', user.email);
  expect(told).toContain('marked as revoked');
  expect(await aws.attach(user)).toMatchObject({ status: 403, body: { code: 'Revoked' } });
  expect(await run('revoke', user.email)).toMatchObject({ code: 0 });
  expect(await passes(user)).toBe(false);

  await killedAfter(1, 'restore', user.email);
  expect(await run('restore', user.email)).toMatchObject({ code: 0 });
  const again = await signInAgain(user);
  expect(await aws.attach(again)).toMatchObject({ status: 200 });
  expect(await passes(again)).toBe(true);
});

it('tells programs the same as JSON, and what it would do', async () => {
  const user = await attachedUser();
  const { identityId } = user;
  const [sub, userPoolId] = [subOf(user), sandbox.outputs.UserPoolId];
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out);
  expect(await json('revoke', '--identity', identityId, '--dry-run')).toEqual({
    dryRun: true,
    user: sub,
    userName: sub,
    identityIds: [identityId],
  });
  expect(await passes(user)).toBe(true);
  const told = { user: sub, userPoolId, identityIds: [identityId], failed: [], complete: true };
  expect(await json('revoke', '--identity', identityId)).toEqual({ ...told, disconnected: [] });
  expect(await json('restore', '--identity', identityId)).toEqual(told);
  expect(await json('revoke', 'nobody@example.com')).toEqual({
    error: { code: 'UnknownUser', message: expect.stringContaining('"nobody@example.com"') },
  });
});

it.each([
  [['revoke'], 'name a user, or an identity by --identity'],
  [['restore'], 'name a user, or an identity by --identity'],
  [['revoke', 'ada', '--wait', 'long'], 'This is a number of minutes, up to 60.'],
  [['revoke', 'ada', 'bob'], 'too many arguments'],
])('%j is wrong usage: 2', async (args, says) => {
  const ended = await run(...args);
  expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) });
});
