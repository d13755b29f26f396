import type { Sandbox } from '../../../sandbox/sandbox.js';
import { settingsSandbox } from '../../support/settings-sandbox.js';
import { consoleActor } from './console-actor.js';

let sandbox: Sandbox;
let who: { user: { userPoolId: string; userName: string } };
const act = consoleActor(() => sandbox);
beforeAll(async () => {
  sandbox = await settingsSandbox({
    groups: [{ name: 'operators', access: { publish: ['ops/*'] } }],
    guests: { access: { publish: ['lobby'] } },
  });
  const userPoolId = sandbox.outputs.UserPoolId ?? '';
  const { answer } = await act('users/create', {
    userPoolId,
    userName: 'ada@example.com',
    password: 'Correct-Horse-7',
  });
  who = { user: { userPoolId, userName: answer.userName } };
});
afterAll(() => sandbox.stop());

const everything = () =>
  JSON.stringify([sandbox.views.decisions(0), sandbox.views.identities(), sandbox.guard.counts()]);

describe('what if somebody asked for that', () => {
  it('is answered with every layer, for somebody who has never been here, and leaves no trace', async () => {
    const before = everything();
    const { answer } = await act('what-if', { who, action: 'iot:Publish', name: 'others/a' });
    expect(answer).toMatchObject({
      allowed: false,
      iotPolicies: [],
      decision: {
        action: 'iot:Publish',
        layers: [
          { kind: 'iam-role', effect: 'ImplicitDeny' },
          { kind: 'no-iot-policy', effect: 'ImplicitDeny' },
        ],
      },
    });
    expect(answer.hint?.text).toContain('Try again');
    expect(everything()).toBe(before);
  });

  it('is what the broker says then', async () => {
    const { answer: client } = await act('mqtt/connect', { who });
    const { identityId } = client;
    await act('identities/attach', { identityId, policyName: sandbox.outputs.IotPolicyName ?? '' });
    const before = everything();
    const own = await act('what-if', { who, action: 'iot:Publish', name: `users/${identityId}/a` });
    expect(own.answer).toMatchObject({
      allowed: true,
      iotPolicies: [sandbox.outputs.IotPolicyName],
      decision: {
        layers: [
          { kind: 'iam-role', effect: 'Allow', statement: expect.any(String) },
          { kind: 'iot-policy', effect: 'Allow' },
        ],
      },
    });
    expect(own.answer.hint).toBeUndefined();
    const connect = await act('what-if', { who: { identityId }, action: 'iot:Connect', name: identityId });
    expect(connect.answer.allowed).toBe(true);
    const foreign = await act('what-if', { who: { identityId }, action: 'iot:Subscribe', name: 'devices/7/#' });
    expect(foreign.answer).toMatchObject({
      allowed: false,
      hint: { setting: { pattern: 'devices/7/*', lists: ['subscribe', 'receive'], setting: 'access' } },
    });
    expect(everything()).toBe(before);
  });

  it('goes by the group of the user', async () => {
    const ops = { who, action: 'iot:Publish', name: 'ops/a' };
    expect((await act('what-if', ops)).answer.allowed).toBe(false);
    await act('users/add-to-group', { ...who.user, groupName: 'operators' });
    const { answer } = await act('what-if', ops);
    expect([answer.allowed, answer.roleArn]).toEqual([true, expect.stringContaining('operators')]);
    const other = await act('what-if', { who, action: 'iot:Publish', name: 'plans/a' });
    expect(other.answer.hint?.setting).toMatchObject({ setting: 'the access of the group operators' });
    await act('users/remove-from-group', { ...who.user, groupName: 'operators' });
  });

  it('is asked of a guest, whose setting is another', async () => {
    const guest = { guestOf: sandbox.outputs.IdentityPoolId ?? '' };
    expect((await act('what-if', { who: guest, action: 'iot:Publish', name: 'lobby' })).answer.allowed).toBe(true);
    const { answer } = await act('what-if', { who: guest, action: 'iot:Publish', name: 'hall' });
    expect(answer.decision.layers.map(({ kind }) => kind)).toEqual(['iam-role', 'session-policy']);
    expect(answer.hint?.setting).toMatchObject({ setting: 'guests.access', pattern: 'hall' });
  });

  it('is asked of a role, and of what is no MQTT', async () => {
    const roles = await fetch(`${sandbox.url}/_sandbox/users`).then(() =>
      act('what-if', { who, action: 'iot:Publish', name: 'a' }),
    );
    const { roleArn } = roles.answer;
    const name = 'arn:aws:execute-api:us-east-1:111122223333:any/prod/DELETE/none';
    const { answer } = await act('what-if', { who: { roleArn }, action: 'execute-api:Invoke', name });
    expect(answer).toMatchObject({
      allowed: false,
      roleArn,
      decision: { resource: name, layers: [{ kind: 'iam-role' }] },
    });
    expect(answer.hint?.text).toContain('Give the role a statement');
    expect(
      await act('what-if', { who: { roleArn: 'arn:aws:iam::1:role/None' }, action: 'iot:Publish', name: 'a' }),
    ).toMatchObject({
      status: 403,
      answer: { code: 'AccessDenied' },
    });
  });

  it('has to be a question', async () => {
    for (const body of [{}, { who, action: 'Publish', name: 'a' }, { who: {}, action: 'iot:Publish', name: 'a' }]) {
      expect((await act('what-if', body as never)).status).toBe(400);
    }
  });
});

describe('the hint to a decision', () => {
  it('says the setting that would allow it', async () => {
    sandbox.clock.advance(1500);
    const { answer: client } = await act('mqtt/connect', { who });
    const { answer } = await act('mqtt/subscribe', { id: client.id, filter: 'news/#' });
    const decision = answer.decision?.number ?? 0;
    const hint = await act('settings-hint', { decision });
    expect(hint.answer.hint).toMatchObject({
      text: expect.stringContaining('`news/*`'),
      setting: { snippet: expect.stringContaining('"news/*"') },
    });
    expect((await act('settings-hint', { decision: 1_000_000 })).status).toBe(404);
  });
});
