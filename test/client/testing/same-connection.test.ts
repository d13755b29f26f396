import type { Presence } from '../../../client/index.js';
import { fakeWorld } from './fake-world.js';
import { sandboxWorld } from './sandbox-world.js';
import { collected, type SharedWorld, sharedActs } from './shared-behaviour.js';

jest.setTimeout(60_000);

describe.each([
  ['a fake client', async () => fakeWorld()],
  ['the real client with a sandbox', sandboxWorld],
])('%s', (_name, create) => {
  let world: SharedWorld & { end(): Promise<void> };
  beforeAll(async () => {
    world = await create();
  }, 60_000);
  afterAll(() => world.end());
  const { newRoom, connected, heard } = sharedActs(() => world);

  it('goes from closed over connecting to connected, and to closed again', async () => {
    const { client } = await world.newClient();
    const states = [client.state];
    client.on('state', (state) => states.push(state));
    await client.connect();
    expect(client.clientId?.startsWith(`${client.identityId}-`)).toBe(true);
    await client.close();
    expect(states.filter((state) => state !== 'attaching')).toEqual(['closed', 'connecting', 'connected', 'closed']);
  });

  it('is offline and back: what was published meanwhile, by both sides, comes once, in order', async () => {
    const [{ client: other }, { client, goOffline, goOnline }] = [await connected(), await connected()];
    const room = newRoom();
    const mine = await heard(client, `${room}/in`);
    const theirs = await heard(other, `${room}/out`);
    const states: string[] = [];
    await goOffline();
    client.on('state', (state) => states.push(state));
    const sent = [1, 2, 3].map((number) => client.publish(`${room}/out`, number));
    for (const number of [1, 2, 3]) await other.publish(`${room}/in`, number);
    await goOnline();
    await Promise.all(sent);
    const [incoming, outgoing] = [await mine.count(3), await theirs.count(3)];
    expect(incoming.map((message) => message.json())).toEqual([1, 2, 3]);
    expect(outgoing.map((message) => message.json())).toEqual([1, 2, 3]);
    expect(states.at(-1)).toBe('connected');
  });

  it('publishes the last will of who goes without a word, and not of who closes', async () => {
    const { client } = await connected();
    const room = newRoom();
    const { count, items } = await heard(client, `${room}/#`);
    const will = (name: string) => ({ will: { topic: `${room}/{identity}`, payload: name } });
    const [polite, lost] = [await connected(will('polite')), await connected(will('lost'))];
    await polite.client.close();
    await lost.goOffline();
    await count(1);
    expect(items.map((message) => [message.topic, message.text()])).toEqual([
      [`${room}/${lost.client.identityId}`, 'lost'],
    ]);
  });

  it('tells who is there, who comes, changes and leaves', async () => {
    const [{ client }, ada, grace] = [await connected(), await connected(), await connected()];
    const room = newRoom();
    const changes = collected<string>();
    const watch = (presence: Presence) => {
      presence.on('join', ({ data }) => changes.push(`${data} joins`));
      presence.on('update', ({ data }) => changes.push(`now ${data}`));
      presence.on('leave', ({ data }, reason) => changes.push(`${data} ${reason}`));
    };
    const own = await client.presence(room);
    watch(own);
    const adas = await ada.client.presence(room, { data: 'ada' });
    await changes.count(1);
    await adas.update('ada, countess');
    await changes.count(2);
    await adas.leave();
    await changes.count(3);
    await grace.client.presence(room, { data: 'grace' });
    await changes.count(4);
    expect(changes.items).toEqual(['ada joins', 'now ada, countess', 'ada, countess left', 'grace joins']);
    expect(own.members.length).toBe(2);
  });

  it('rejects what waits when it is closed, and opens again', async () => {
    const { client, goOffline, goOnline } = await connected();
    await goOffline();
    const waiting = client.publish(newRoom(), 'x');
    const refused = expect(waiting).rejects.toMatchObject({ name: 'ClosedError', code: 'Closed' });
    await client.close();
    await refused;
    await expect(client.publish(newRoom(), 'x')).rejects.toMatchObject({ code: 'Closed' });
    await goOnline().catch(() => undefined);
    await client.connect();
    expect(client.state).toBe('connected');
  });

  it('detaches, and attaches anew when it connects', async () => {
    const { client } = await connected();
    expect(await client.detach()).toMatchObject({ attached: false });
    const states: string[] = [];
    client.on('state', (state) => states.push(state));
    await client.connect();
    expect(states).toEqual(['connecting', 'attaching', 'connected']);
  });

  it('is denied as soon as it finds that an operator has revoked the user, and connects once that is taken back', async () => {
    const { client, revoke, restore } = await connected();
    const denied = new Promise((resolve) => client.on('state', (state, error) => state === 'denied' && resolve(error)));
    await revoke();
    const error = await denied;
    expect(error).toMatchObject({ name: 'RevokedError', code: 'Revoked' });
    expect(client.error).toBe(error);
    await expect(client.publish(newRoom(), 'x')).rejects.toBe(error);
    await expect(client.connect()).rejects.toMatchObject({ code: 'Revoked' });
    expect(await client.attachment()).toMatchObject({ revoked: true });
    await restore();
    await client.connect();
    await client.publish(newRoom(), 'x');
    expect(await client.attachment()).not.toHaveProperty('revoked');
  });

  it('is denied where nobody is signed in, and says so to whatever is asked', async () => {
    const { client, signOut } = await connected();
    await client.close({ signedOut: true });
    signOut();
    const told: unknown[] = [];
    client.on('state', (state, error) => told.push([state, error]));
    const error = await client.connect().catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ name: 'NotSignedInError', code: 'NotSignedIn' });
    expect([told.at(-1), client.error]).toEqual([['denied', error], error]);
    await expect(client.publish(newRoom(), 'x')).rejects.toBe(error);
  });
});
