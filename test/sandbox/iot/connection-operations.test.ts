import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  type IoTDataPlaneClient,
  ListSubscriptionsCommand,
} from '@aws-sdk/client-iot-data-plane';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { iotClients } from '../../support/iot-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { connectAs } from './connect-as.js';

let sandbox: Sandbox;
let data: IoTDataPlaneClient;
let watcher: Awaited<ReturnType<typeof connectAs>>;
beforeAll(async () => {
  sandbox = await runningSandbox();
  data = iotClients(sandbox).data;
  watcher = await connectAs(sandbox, 'watcher');
  await watcher.subscribe('wills/+', '$aws/events/presence/disconnected/+');
});
afterAll(async () => {
  await watcher.end();
  await sandbox.stop();
});

const get = (clientId: string) => data.send(new GetConnectionCommand({ clientId }));
const remove = (clientId: string, more = {}) => data.send(new DeleteConnectionCommand({ clientId, ...more }));
const subscriptions = async (clientId: string, more = {}) =>
  data.send(new ListSubscriptionsCommand({ clientId, ...more }));
const gone = (clientId: string) => watcher.message(({ topic }) => topic.endsWith(`/disconnected/${clientId}`));
const notFound = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
/** A session that outlives its connection. */
const persistent = { clean: false, properties: { sessionExpiryInterval: 3600 } };
const willOf = (clientId: string) => ({
  will: { topic: `wills/${clientId}`, payload: Buffer.from('gone'), qos: 1 as const, retain: false },
});

describe('GetConnection', () => {
  it('tells of a client that is connected', async () => {
    const { end } = await connectAs(sandbox, 'here', { keepalive: 60 });
    const { $metadata: _, ...told } = await get('here');
    expect(told).toEqual({
      clientId: 'here',
      connected: true,
      cleanSession: true,
      keepAliveDuration: 60,
      sessionExpiry: 0,
      connectedSince: expect.any(Number),
    });
    await end();
  });

  it('tells of one that is away, while its session lasts', async () => {
    const { end } = await connectAs(sandbox, 'away', persistent);
    await end();
    await gone('away');
    expect(await get('away')).toMatchObject({
      connected: false,
      cleanSession: false,
      sessionExpiry: 3600,
      disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
      disconnectedSince: expect.any(Number),
    });
    await remove('away', { cleanSession: true });
    await expect(get('away')).rejects.toMatchObject(notFound);
  });

  it('refuses by name to tell of sockets', async () => {
    const command = new GetConnectionCommand({ clientId: 'x', includeSocketInformation: true });
    await expect(data.send(command)).rejects.toThrow('includeSocketInformation of iot:GetConnection');
  });
});

describe('ListSubscriptions', () => {
  it('lists the filters of a session page by page, connected or not', async () => {
    const { client, end } = await connectAs(sandbox, 'listed', persistent);
    await client.subscribeAsync({ 'a/+': { qos: 1 }, b: { qos: 0 }, c: { qos: 1 } });
    const all = [
      { topicFilter: 'a/+', qos: 1 },
      { topicFilter: 'b', qos: 0 },
      { topicFilter: 'c', qos: 1 },
    ];
    expect((await subscriptions('listed')).subscriptions).toEqual(all);
    await end();
    const first = await subscriptions('listed', { maxResults: 2 });
    const rest = await subscriptions('listed', { nextToken: first.nextToken });
    expect([first.subscriptions, rest.subscriptions]).toEqual([all.slice(0, 2), all.slice(2)]);
    await remove('listed', { cleanSession: true });
    await expect(subscriptions('listed')).rejects.toMatchObject(notFound);
  });
});

describe('DeleteConnection', () => {
  it.each([
    { title: 'keeps the session and sends the will', clientId: 'kept', more: {}, session: true, will: true },
    { title: 'ends the session', clientId: 'ended', more: { cleanSession: true }, session: false, will: true },
    { title: 'holds back the will', clientId: 'quiet', more: { preventWillMessage: true }, session: true, will: false },
  ])('$title: $more', async ({ clientId, more, session, will }) => {
    const { client } = await connectAs(sandbox, clientId, { ...persistent, ...willOf(clientId) });
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    await remove(clientId, more);
    await closed;
    const { payload } = await gone(clientId);
    expect(JSON.parse(payload)).toMatchObject({ disconnectReason: 'API_INITIATED_DISCONNECT' });
    if (session) expect(await get(clientId)).toMatchObject({ connected: false });
    else await expect(get(clientId)).rejects.toMatchObject(notFound);
    // What the watcher asks for now is answered after whatever was sent to it.
    await watcher.subscribe('nothing');
    expect(watcher.messages.some(({ topic }) => topic === `wills/${clientId}`)).toBe(will);
  });
});

it.each(['', '$reserved', 'x'.repeat(129)])('a client ID that is none is refused: %s', async (clientId) => {
  await expect(get(clientId)).rejects.toThrow();
});

it('no user of the app may ask for or delete a connection', async () => {
  const user = await signedInUser(sandbox);
  const asUser = iotClients(sandbox, user.credentials).data;
  const one = { clientId: user.identityId };
  await expect(asUser.send(new GetConnectionCommand(one))).rejects.toMatchObject({ name: 'ForbiddenException' });
  await expect(asUser.send(new ListSubscriptionsCommand(one))).rejects.toMatchObject({ name: 'ForbiddenException' });
  await expect(asUser.send(new DeleteConnectionCommand(one))).rejects.toMatchObject({ name: 'ForbiddenException' });
});
