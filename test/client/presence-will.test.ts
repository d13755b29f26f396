import { answering, clientUnderTest, connectedClient, identityId, pass, useFakeTime } from './client-under-test.js';
import { closed, present, room, signedIn } from './present.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('the last will', () => {
  const will = { payload: new TextEncoder().encode('{"is":"lost"}'), qos: 1, retain: false };

  it('is that of the first room, with a connection that replaces the one there was', async () => {
    const { client, broker, own, presence } = await present();
    expect(broker.last.will).toBeUndefined();
    const other = client.presence('rooms/43');
    await pass(5000);
    expect(broker.connections).toHaveLength(2);
    expect(broker.last.will).toMatchObject({ topic: own, ...will });
    await presence.leave();
    await pass(15_000);
    expect(broker.connections).toHaveLength(3);
    expect(broker.last.will?.topic).toContain('rooms/43/presence/');
    await (await other).leave();
    await pass(60_000);
    expect(broker.connections).toHaveLength(3);
    await closed({ client });
  });

  it('goes with the first CONNECT where the room is joined before', async () => {
    answering(signedIn);
    const { client, broker } = clientUnderTest();
    // Nothing but the room begins a connection.
    const joining = client.presence(room);
    await pass(5000);
    await joining;
    expect(broker.last.will?.topic).toContain(room);
    expect(broker.connections).toHaveLength(1);
    await closed({ client });
  });

  it('is left out after a CONNECT that was refused, since it may be why', async () => {
    const { client, broker } = await present();
    broker.welcomes = [{ connack: 0x87 }, 'accept'];
    await pass(10_000);
    expect(broker.tries.map((one) => one.will !== undefined)).toEqual([false, true, false]);
    expect(client.state).toBe('connected');
    await closed({ client });
  });

  it("is the app's own where it has one, and the connection stays", async () => {
    answering(signedIn);
    const made = await connectedClient({
      will: { topic: 'users/{identity}/gone/{client}', payload: 'bye', retain: true },
    });
    await present({}, made);
    await pass(20_000);
    expect(made.broker.connections).toHaveLength(1);
    expect(made.broker.last.will).toMatchObject({
      topic: `users/${identityId}/gone/${made.client.clientId}`,
      payload: new TextEncoder().encode('bye'),
      qos: 1,
      retain: true,
    });
    await closed(made);
  });

  it.each([{ topic: 'a/#' }, { topic: '$aws/a' }, { topic: 'a', qos: 2 as 1 }, { topic: 'a', messageExpiry: 0 }])(
    '%j is refused',
    async (given) => {
      await expect(connectedClient({ will: { payload: '', ...given } })).rejects.toThrow(RangeError);
    },
  );
});
