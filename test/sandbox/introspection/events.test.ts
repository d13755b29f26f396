import { sandboxTarget } from '../../../cli/start/sandbox-target.js';
import { connectMqtt, publish, subscribe } from '../../../journey/clients/mqtt-client.js';
import type { SignedInUser } from '../../../journey/traveller.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { readEvents } from './event-reader.js';

let sandbox: Sandbox;
let user: SignedInUser;
let reader: Awaited<ReturnType<typeof readEvents>>;
beforeAll(async () => {
  sandbox = await runningSandbox();
  reader = await readEvents(sandbox.url);
  user = await signedInUser(sandbox);
});
afterAll(async () => {
  reader.stop();
  await sandbox.stop();
});

const post = (path: string, body: object) =>
  fetch(`${sandbox.url}/_sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('GET /_sandbox/events', () => {
  it('begins with a whole state', async () => {
    await reader.until(() => reader.events.length > 0);
    expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const [first] = reader.events;
    expect(first).toMatchObject({ event: 'state', data: { users: [], decisions: expect.any(Array) } });
    const overview = reader.last('overview');
    expect(overview).toMatchObject({
      region: 'us-east-1',
      userPools: [{ id: sandbox.outputs.UserPoolId, clients: [{ id: sandbox.outputs.UserPoolClientId }] }],
      identityPools: [{ id: sandbox.outputs.IdentityPoolId, guests: false }],
      iotPolicies: [
        { name: sandbox.outputs.IotPolicyName, document: { Statement: expect.any(Array) } },
        { name: sandbox.outputs.RevokedPolicyName, document: { Statement: [{ Effect: 'Deny' }] } },
      ],
    });
    expect(overview?.stacks[0]?.outputs).toEqual(sandbox.outputs);
    expect(overview?.roles.map(({ policies }) => policies.length).some((count) => count > 0)).toBe(true);
    expect(JSON.stringify(first)).not.toMatch(/secretAccessKey|sessionToken|verifier"|"d":/i);
  });

  it('tells of a user, the code, the identity, and what was decided', async () => {
    const isThere = () => reader.last('identities')?.some(({ identityId }) => identityId === user.identityId) === true;
    await reader.until(isThere);
    expect(reader.last('users')).toEqual([expect.objectContaining({ email: user.email, status: 'CONFIRMED' })]);
    expect(reader.last('messages')).toEqual([expect.objectContaining({ to: user.email, purpose: 'SignUp' })]);
    await reader.until(() => reader.added('decisions').some(({ identityId }) => identityId === user.identityId));
  });

  it('tells of the request to the API, its log and the attachment', async () => {
    const { AttachPolicyUrl = '', IotPolicyName } = sandbox.outputs;
    expect((await signedFetch(AttachPolicyUrl, { credentials: user.credentials })).status).toBe(200);
    await reader.until(() => reader.added('apiRequests').at(-1)?.status === 200);
    await reader.until(() => reader.last('attachments')?.[user.identityId] !== undefined);
    expect(reader.last('attachments')?.[user.identityId]).toMatchObject([{ policyName: IotPolicyName }]);
    await reader.until(() => reader.added('functionLogs').length > 0);
  });

  it('tells of connections and messages: who sent them, who got them, and who was not to', async () => {
    const { identityId } = user;
    const mqtt = await connectMqtt(sandboxTarget(sandbox), user.credentials, identityId);
    await subscribe(mqtt, `users/${identityId}/#`);
    await publish(mqtt, `users/${identityId}/hello`, 'Grüezi');
    await reader.until(() => reader.added('mqttMessages').some(({ topic }) => topic.endsWith('/hello')));
    const message = reader.added('mqttMessages').find(({ topic }) => topic.endsWith('/hello'));
    expect(message).toMatchObject({
      payload: { text: 'Grüezi', encoding: 'utf8', bytes: 7, isCut: false },
      qos: 1,
      retain: false,
      from: { clientId: identityId, identityId },
      to: [identityId],
      toCount: 1,
      notTo: [],
    });
    await reader.until(() => reader.last('connections')?.[0]?.received === 1);
    expect(reader.last('connections')).toMatchObject([
      { clientId: identityId, subscriptions: [`users/${identityId}/#`] },
    ]);
    mqtt.end(true);
    await reader.until(() => reader.last('connections')?.[0]?.endedAt !== undefined);
  });

  it('tells of a refused subscription within a second, with the layer that refused it', async () => {
    const { identityId } = user;
    // One CONNECT a second for each client ID.
    sandbox.clock.advance(1500);
    const target = sandboxTarget(sandbox);
    const mqtt = await connectMqtt(target, user.credentials, `${identityId}`, { protocolVersion: 5 });
    await mqtt.subscribeAsync('other/topic').catch(() => undefined);
    const refused = () => reader.added('decisions').filter(({ allowed }) => !allowed);
    await reader.until(() => refused().some(({ action }) => action === 'iot:Subscribe'), 1000);
    expect(refused().at(-1)).toMatchObject({
      identityId,
      layers: expect.arrayContaining([{ kind: 'iam-role', effect: 'ImplicitDeny' }]),
    });
    mqtt.end(true);
  });

  it('tells of the clock and of bad days', async () => {
    await post('faults', { operation: 'iot:AttachPolicy', code: 'ThrottlingException', rate: 0.5 });
    await post('delays', { operation: 'iot:DetachPolicy', milliseconds: 5 });
    await post('quotas', { operation: 'iot:GetPolicy', perSecond: 3 });
    await post('attach-delay', { seconds: 2 });
    sandbox.clock.advance(5000);
    await reader.until(() => (reader.last('switches')?.clock.aheadMilliseconds ?? 0) >= 5000);
    expect(reader.last('switches')).toMatchObject({
      faults: { 'iot:AttachPolicy': { code: 'ThrottlingException', rate: 0.5 } },
      delays: { 'iot:DetachPolicy': { milliseconds: 5 } },
      quotas: {
        'iot:GetPolicy': { perSecond: 3, changed: true },
        'iot:AttachPolicy': { perSecond: 15, changed: false },
      },
      attachDelaySeconds: 2,
      calls: { 'iot:AttachPolicy': { calls: 1 } },
    });
    await post('reset', { operation: 'iot:AttachPolicy' });
    await reader.until(() => Object.keys(reader.last('switches')?.faults ?? {}).length === 0);
  });

  it('tells whoever comes later all of it, and nobody anything twice', async () => {
    const later = await readEvents(sandbox.url);
    await later.until(() => later.events.length > 0);
    expect(later.last('users')).toEqual(reader.last('users'));
    expect(later.added('mqttMessages').map(({ topic }) => topic)).toContain(`users/${user.identityId}/hello`);
    later.stop();
    const numbers = reader.added('decisions').map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)]);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  });

  it('ends with a reset, and whoever comes again is told the new state', async () => {
    const open = await readEvents(sandbox.url);
    await sandbox.reset();
    await open.until(() => open.isOver);
    const again = await readEvents(sandbox.url);
    await again.until(() => again.events.length > 0);
    expect(again.last('users')).toEqual([]);
    again.stop();
  });
});
