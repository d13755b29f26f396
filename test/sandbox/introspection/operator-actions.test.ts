import { sandboxTarget } from '../../../cli/start/sandbox-target.js';
import { connectMqtt } from '../../../journey/clients/mqtt-client.js';
import { createUserPoolClient } from '../../../journey/clients/user-pool-client.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { settingsSandbox } from '../../support/settings-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { consoleActor } from './console-actor.js';

let sandbox: Sandbox;
let userPoolId: string;
beforeAll(async () => {
  sandbox = await settingsSandbox({ groups: [{ name: 'operators', access: { publish: ['ops/*'] } }] });
  userPoolId = sandbox.outputs.UserPoolId ?? '';
});
afterAll(() => sandbox.stop());

const act = consoleActor(() => sandbox);

const found = (email: string) => sandbox.views.users().find((user) => user.email === email);
const PASSWORD = 'Correct-Horse-7';
const signIn = (email: string, password = PASSWORD) =>
  createUserPoolClient(sandboxTarget(sandbox)).signIn(email, password);

describe('an operator makes a user', () => {
  it('who is confirmed, in a group, and signs in', async () => {
    const userName = 'ada@example.com';
    const { status, answer } = await act('users/create', {
      userPoolId,
      userName,
      password: PASSWORD,
      groups: ['operators'],
    });
    expect([status, answer]).toEqual([200, { userName: found(userName)?.userName, sub: found(userName)?.sub }]);
    expect(found(userName)).toMatchObject({ status: 'CONFIRMED', groups: ['operators'], enabled: true });
    expect(await signIn(userName)).toMatch(/^eyJ/);
    expect(sandbox.views.messages()).toEqual([]);
  });

  it('who is invited, without a password', async () => {
    const userName = 'bob@example.com';
    expect((await act('users/create', { userPoolId, userName })).status).toBe(200);
    expect(found(userName)?.status).toBe('FORCE_CHANGE_PASSWORD');
    expect(sandbox.views.messages()).toMatchObject([{ to: userName, purpose: 'Invitation' }]);
  });

  it.each([
    { why: 'who is there', body: { userName: 'ada@example.com', password: PASSWORD }, code: 'UsernameExistsException' },
    {
      why: 'with a weak password',
      body: { userName: 'weak@example.com', password: 'short' },
      code: 'InvalidPasswordException',
    },
    {
      why: 'in no group',
      body: { userName: 'lost@example.com', password: PASSWORD, groups: ['none'] },
      code: 'ResourceNotFoundException',
    },
    { why: 'confirmed without a password', body: { userName: 'c@example.com', confirmed: true }, code: 'BadRequest' },
    {
      why: 'without an address',
      body: { userName: 'no address', password: PASSWORD },
      code: 'InvalidParameterException',
    },
  ])('but none $why, and leaves nothing behind', async ({ body, code }) => {
    const before = sandbox.views.users().length;
    expect(await act('users/create', { userPoolId, ...body })).toMatchObject({ status: 400, answer: { code } });
    expect(sandbox.views.users()).toHaveLength(before);
  });
});

describe('an operator', () => {
  it('disables and enables, takes groups, sets a password, and deletes', async () => {
    const email = 'eve@example.com';
    await act('users/create', { userPoolId, userName: email, password: PASSWORD });
    const user = { userPoolId, userName: found(email)?.userName ?? '' };
    await act('users/disable', user);
    await expect(signIn(email)).rejects.toThrow('User is disabled.');
    await act('users/enable', user);
    await act('users/add-to-group', { ...user, groupName: 'operators' });
    expect(found(email)).toMatchObject({ enabled: true, groups: ['operators'] });
    await act('users/remove-from-group', { ...user, groupName: 'operators' });
    expect(found(email)?.groups).toEqual([]);
    await act('users/set-password', { ...user, password: 'Another-Horse-8' });
    expect(await signIn(email, 'Another-Horse-8')).toMatch(/^eyJ/);
    expect(await act('users/delete', user)).toEqual({ status: 200, answer: {} });
    expect(found(email)).toBeUndefined();
    expect(await act('users/delete', user)).toMatchObject({ status: 400, answer: { code: 'UserNotFoundException' } });
  });

  it('attaches, detaches, and disconnects', async () => {
    const { identityId, credentials } = await signedInUser(sandbox);
    const policyName = sandbox.outputs.IotPolicyName ?? '';
    expect(await act('identities/attach', { identityId, policyName })).toEqual({ status: 200, answer: {} });
    expect(sandbox.views.attachments()[identityId]).toMatchObject([{ policyName }]);
    const client = await connectMqtt(sandboxTarget(sandbox), credentials, identityId);
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    expect((await act('connections/disconnect', { clientId: identityId })).status).toBe(200);
    await closed;
    expect((await act('connections/disconnect', { clientId: 'nobody' })).status).toBe(404);
    await act('identities/detach', { identityId, policyName });
    expect(sandbox.views.attachments()[identityId]).toBeUndefined();
  });

  it('shuts an identity out: policies, connections and sessions', async () => {
    const { identityId, credentials, email } = await signedInUser(sandbox);
    await signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials });
    const client = await connectMqtt(sandboxTarget(sandbox), credentials, identityId);
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    const { answer } = await act('identities/revoke', { identityId });
    await closed;
    expect(answer).toEqual({
      detached: [sandbox.outputs.IotPolicyName],
      disconnected: [identityId],
      signedOut: [found(email)?.userName],
    });
    expect(sandbox.views.attachments()[identityId]).toBeUndefined();
    expect((await act('identities/revoke', { identityId: 'us-east-1:0' })).status).toBe(400);
  });

  it('is no call of the app: nothing is counted, and no fault is asked', async () => {
    sandbox.guard.setFailure('cognito-idp:AdminGetUser', { code: 'InternalErrorException', rate: 1 });
    sandbox.guard.setFailure('cognito-idp:AdminCreateUser', { code: 'InternalErrorException', rate: 1 });
    const body = { userPoolId, userName: 'calm@example.com', password: PASSWORD };
    expect((await act('users/create', body)).status).toBe(200);
    expect(sandbox.guard.counts()['cognito-idp:AdminCreateUser']).toBeUndefined();
  });
});
