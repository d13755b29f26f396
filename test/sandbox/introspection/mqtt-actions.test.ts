import type { Who } from '../../../contract/console-actions.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { settingsSandbox } from '../../support/settings-sandbox.js';
import { consoleActor } from './console-actor.js';
import { readEvents } from './event-reader.js';

let sandbox: Sandbox;
let user: Extract<Who, { user: unknown }>;
const act = consoleActor(() => sandbox);
beforeAll(async () => {
  sandbox = await settingsSandbox({
    guests: { access: { publish: ['lobby'], subscribe: ['lobby'], receive: ['lobby'] } },
  });
  user = await newUser('ada@example.com');
});
afterAll(() => sandbox.stop());

async function newUser(userName: string) {
  const userPoolId = sandbox.outputs.UserPoolId ?? '';
  const { answer } = await act('users/create', { userPoolId, userName, password: 'Correct-Horse-7' });
  return { user: { userPoolId, userName: answer.userName } };
}

async function attached(who: Extract<Who, { user: unknown }>) {
  const { answer } = await act('mqtt/connect', { who });
  await act('identities/attach', { identityId: answer.identityId, policyName: sandbox.outputs.IotPolicyName ?? '' });
  return answer.identityId;
}

describe('a client of the console', () => {
  it('is refused as its user would be, with the decision', async () => {
    const { status, answer } = await act('mqtt/connect', { who: user });
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      ok: false,
      code: 0x87,
      clientId: answer.identityId,
      explanation: expect.stringContaining('IoT policy (none attached, or not in effect yet)'),
      decision: { action: 'iot:Connect', allowed: false, identityId: answer.identityId },
    });
    // The same identity that a sign-in gives.
    expect(sandbox.views.identities().map(({ identityId }) => identityId)).toEqual([answer.identityId]);
  });

  it('connects, subscribes, publishes and receives, and the console is told', async () => {
    const reader = await readEvents(sandbox.url);
    const identityId = await attached(user);
    sandbox.clock.advance(1500);
    const { answer: client } = await act('mqtt/connect', { who: { identityId } });
    expect(client).toMatchObject({ ok: true, code: 0, identityId });
    const { id } = client;
    const [filter, topic] = [`users/${identityId}/#`, `users/${identityId}/a`];
    expect((await act('mqtt/subscribe', { id, filter, qos: 1 })).answer).toEqual({ ok: true, code: 1 });
    expect((await act('mqtt/publish', { id, topic, payload: 'hello' })).answer).toEqual({ ok: true, code: 0 });
    expect((await act('mqtt/publish', { id, topic, payload: 'at 0', qos: 0 })).answer).toEqual({ ok: true });
    await reader.until(() => reader.last('testClients')?.at(-1)?.received.length === 2);
    expect(reader.last('testClients')?.at(-1)).toMatchObject({
      id,
      isOpen: true,
      subscriptions: [filter],
      received: [
        { topic, qos: 1, payload: { text: 'hello' } },
        { topic, qos: 0, payload: { text: 'at 0' } },
      ],
    });
    expect(sandbox.views.connections()[0]).toMatchObject({ clientId: identityId, protocolVersion: '5' });
    await act('mqtt/unsubscribe', { id, filter });
    await act('mqtt/disconnect', { id });
    await reader.until(() => reader.last('testClients')?.at(-1)?.isOpen === false);
    expect(reader.last('testClients')?.at(-1)?.end).toMatchObject({ reason: 'CLIENT_INITIATED_DISCONNECT' });
    expect((await act('mqtt/publish', { id, topic, payload: 'late' })).answer.ok).toBe(false);
    reader.stop();
  });

  it('is refused what its policies refuse, and stays connected as MQTT 5 has it', async () => {
    sandbox.clock.advance(1500);
    const { answer: client } = await act('mqtt/connect', { who: user });
    const { id, identityId } = client;
    const subscribed = await act('mqtt/subscribe', { id, filter: 'others/#' });
    expect(subscribed.answer).toMatchObject({
      ok: false,
      code: 0x87,
      decision: { action: 'iot:Subscribe', identityId, resource: expect.stringMatching(/topicfilter\/others\/#$/) },
    });
    expect((await act('mqtt/publish', { id, topic: 'others/a', payload: 'x' })).answer).toMatchObject({
      ok: false,
      code: 0x87,
    });
    // At QoS 0 there is no answer, and the connection ends.
    const { answer } = await act('mqtt/publish', { id, topic: 'others/a', payload: 'x', qos: 0 });
    expect(answer).toMatchObject({ ok: false, decision: { action: 'iot:Publish' } });
  });

  it('is one for each client ID, as ever', async () => {
    sandbox.clock.advance(1500);
    const first = await act('mqtt/connect', { who: user });
    sandbox.clock.advance(1500);
    const second = await act('mqtt/connect', { who: user });
    expect([first.answer.ok, second.answer.ok]).toEqual([true, true]);
    expect((await act('mqtt/subscribe', { id: first.answer.id, filter: 'x' })).answer).toMatchObject({ ok: false });
  });

  it('may be a guest', async () => {
    const { answer } = await act('mqtt/connect', { who: { guestOf: sandbox.outputs.IdentityPoolId ?? '' } });
    expect(answer).toMatchObject({ ok: true });
    expect((await act('mqtt/publish', { id: answer.id, topic: 'lobby', payload: 'hi' })).answer).toEqual({
      ok: true,
      code: 0,
    });
  });

  it.each([
    { why: 'an unknown user', who: { user: { userPoolId: '', userName: 'nobody' } }, code: 'UserNotFoundException' },
    { why: 'an unknown identity', who: { identityId: 'us-east-1:0' }, code: 'ResourceNotFoundException' },
    { why: 'a disabled user', who: 'disabled', code: 'NotAuthorizedException' },
  ])('is not had for $why', async ({ who, code }) => {
    const userPoolId = sandbox.outputs.UserPoolId ?? '';
    let asked = (who === 'disabled' ? await newUser('off@example.com') : who) as Who;
    if (who === 'disabled') await act('users/disable', (asked as typeof user).user);
    if ('user' in asked) asked = { user: { ...asked.user, userPoolId } };
    expect(await act('mqtt/connect', { who: asked })).toMatchObject({ status: 400, answer: { code } });
  });

  it('ends with a reset', async () => {
    await sandbox.reset();
    const reader = await readEvents(sandbox.url);
    await reader.until(() => reader.events.length > 0);
    expect(reader.last('testClients')).toEqual([]);
    reader.stop();
  });
});
