import { NotAuthorizedError, NotSignedInError } from '../../../client/index.js';
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

  it('tells of a member whose connection broke that it is lost', async () => {
    const [{ client }, ada] = [await connected(), await connected()];
    const room = newRoom();
    const told = collected<string>();
    const presence = await client.presence(room);
    presence.on('join', ({ data }) => told.push(`${data} joins`));
    presence.on('leave', ({ data }, reason) => told.push(`${data} ${reason}`));
    const connects = collected<string>();
    ada.client.on('step', ({ step }) => step === 'connected' && connects.push(step));
    await ada.client.presence(room, { data: 'ada' });
    await told.count(1);
    // The last will goes with CONNECT, so the connection that was there before is replaced.
    await connects.count(1);
    await ada.goOffline();
    expect(await told.count(2)).toEqual(['ada joins', 'ada lost']);
    expect(presence.members.map(({ isMe }) => isMe)).toEqual([true]);
  });

  it('lets a guest do what guests may, without a policy, and neither what users may nor be present', async () => {
    const client = await world.newGuest();
    const states: string[] = [];
    client.on('state', (state) => states.push(state));
    await client.connect();
    expect(states).toEqual(['connecting', 'connected']);
    const hall = await heard(client, 'lobby/hall');
    await client.publish('lobby/hall', 'hello');
    expect((await hall.count(1)).map((message) => message.text())).toEqual(['hello']);
    await expect(client.publish(newRoom(), 'x')).rejects.toThrow(NotAuthorizedError);
    await expect(client.presence('lobby/hall')).rejects.toThrow(NotSignedInError);
    await expect(client.attachment()).rejects.toMatchObject({ name: 'NotSignedInError', code: 'NotSignedIn' });
  });

  it('follows a user into a group, and tells so by the event', async () => {
    const { client, joinStaff } = await connected();
    await expect(client.publish('admin/door', 'open')).rejects.toThrow(NotAuthorizedError);
    await client.connection();
    expect(client.may('publish', 'admin/door')).toBe(false);
    const told = collected<boolean | undefined>();
    client.on('rights', () => told.push(client.may('publish', 'admin/door')));
    await joinStaff();
    await client.reconnect();
    expect((await told.count(1)).at(-1)).toBe(true);
    await client.publish('admin/door', 'open');
  });
});
