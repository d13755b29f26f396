import {
  ClosedError,
  NotAuthorizedError,
  NotSignedInError,
  type Presence,
  type PresenceChange,
} from '../../client/index.js';
import { answering, connectedClient, errorOf, identityId, pass, useFakeTime } from './client-under-test.js';
import { ada, closed, present, room, said, signedIn } from './present.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const here = (data: unknown = null, every = 30) => ({ is: 'here', every, data });
const names = ({ members }: Presence) => members.map(({ memberId }) => memberId);

describe('joining', () => {
  it('subscribes to all members, then announces itself on a topic with the own identity ID', async () => {
    const { client, broker, presence, own } = await present({ data: { name: 'Me' } });
    expect(broker.last.sent.slice(0, 2)).toEqual([
      { kind: 'subscribe', name: `${room}/presence/+/+` },
      { kind: 'publish', name: own },
    ]);
    expect(said({ broker })[0]).toEqual({ is: 'here', every: 30, data: { name: 'Me' }, ask: true });
    expect(broker.last.flags[0]).toMatchObject({ qos: 1, retain: false, properties: { messageExpiry: 90 } });
    expect(presence.members).toEqual([{ memberId: identityId, data: { name: 'Me' }, isMe: true }]);
    await closed({ client });
  });

  it.each([
    ['a session without tokens', 403, { message: 'User: x is not authorized to perform: execute-api:Invoke' }],
    ['the function', 403, { code: 'GuestIdentity', message: 'a guest', requestId: '1' }],
  ])('is refused to a guest, as %s says, before anything is sent', async (_who, status, body) => {
    answering({ status, body });
    const { client, broker } = await connectedClient();
    const error = await errorOf(client.presence(room), 0);
    expect(error).toBeInstanceOf(NotSignedInError);
    expect((error as Error).message).toContain('Presence is for users who have signed in');
    expect(broker.last.sent).toEqual([]);
    await closed({ client });
  });

  it.each([
    [room, { heartbeat: 4 }],
    [room, { heartbeat: 301 }],
    [room, { data: Array.from({ length: 2049 }) }],
    ['rooms/+', {}],
    ['$aws/things', {}],
    ['a/presence/b', {}],
    ['presence', {}],
    ['a/b/c/d/e/f', {}],
  ])('refuses %s with %j', async (topic, options) => {
    answering(signedIn);
    const { client } = await connectedClient();
    await expect(client.presence(topic, options)).rejects.toThrow(RangeError);
    await closed({ client });
  });

  it('fails with what AWS IoT refuses, and leaves nothing behind', async () => {
    answering(signedIn);
    const { client, broker } = await connectedClient();
    const own = `${room}/presence/${identityId}/${client.clientId?.slice(-12)}`;
    broker.refused.set(own, 0x87);
    const error = await errorOf(client.presence(room), 5000);
    expect(error).toMatchObject({ constructor: NotAuthorizedError, topic: own });
    expect(broker.last.sent.at(-1)).toEqual({ kind: 'unsubscribe', name: `${room}/presence/+/+` });
    await pass(60_000);
    expect(broker.last.will).toBeUndefined();
    await closed({ client });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is given up by its signal', async () => {
    answering(signedIn);
    const { client, broker } = await connectedClient();
    broker.mute = true;
    const controller = new AbortController();
    const joining = errorOf(client.presence(room, { signal: controller.signal }), 1000);
    await pass();
    controller.abort(new Error('enough'));
    expect(await joining).toMatchObject({ message: 'enough' });
    await closed({ client });
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('the others', () => {
  it('are told to who listens, and to who iterates', async () => {
    const { client, presence, told, hear } = await present();
    const changes: PresenceChange[] = [];
    const reading = (async () => {
      for await (const change of presence) changes.push(change);
    })();
    hear(here({ name: 'Ada' }));
    hear(here({ name: 'Ada' }));
    hear(here({ name: 'Countess' }));
    hear({ is: 'left' });
    await pass();
    expect(told).toEqual([`${ada} join`, 'update {"name":"Countess"}', `${ada} left`]);
    await closed({ client });
    await reading;
    expect(changes.map(({ type, member }) => `${member.isMe} ${type}`)).toEqual([
      'true join',
      'false join',
      'false update',
      'false leave',
    ]);
    expect(presence.members).toEqual([]);
  });

  it.each(['', 'x', '[]', 'null', '{}', '{"is":"here"}', `{"is":"here","every":1,"data":"${'x'.repeat(9000)}"}`])(
    'are not troubled by %j',
    async (message) => {
      const { client, errors, presence, hear } = await present();
      hear(message);
      expect(names(presence)).toEqual([identityId]);
      expect(errors).toEqual([]);
      await closed({ client });
    },
  );

  it('are lost when they do not announce themselves for three times as long as they said', async () => {
    const { client, told, hear } = await present();
    hear(here());
    await pass(85_000);
    expect(told).toEqual([`${ada} join`]);
    hear(here());
    await pass(85_000);
    expect(told).toEqual([`${ada} join`]);
    await pass(40_000);
    expect(told).toEqual([`${ada} join`, `${ada} lost`]);
    await closed({ client });
  });

  it('are not lost for what could not be heard while there was no connection', async () => {
    const { client, broker, told, hear } = await present();
    hear(here());
    broker.welcomes = ['no network'];
    broker.last.cut();
    await pass(300_000);
    expect(told).toEqual([`${ada} join`]);
    broker.welcomes = ['accept'];
    await pass(31_000);
    expect(said({ broker })).toContainEqual({ is: 'here', every: 30, data: null, ask: true });
    expect(told).toEqual([`${ada} join`]);
    await pass(61_000);
    expect(told).toEqual([`${ada} join`, `${ada} lost`]);
    await closed({ client });
  });

  it('are lost with their last tab', async () => {
    const { client, told, hear } = await present();
    hear(here(), `${ada}/one`);
    hear(here(), `${ada}/two`);
    hear({ is: 'lost' }, `${ada}/one`);
    expect(told).toEqual([`${ada} join`]);
    hear({ is: 'left' }, `${ada}/two`);
    expect(told).toEqual([`${ada} join`, `${ada} left`]);
    await closed({ client });
  });

  it('cannot fill the memory with tabs of theirs', async () => {
    const { client, presence, hear } = await present();
    for (let tab = 0; tab < 50; tab += 1) hear(here(tab), `${ada}/${tab}`);
    expect(presence.members[1]?.data).toBe(19);
    await closed({ client });
  });
});

describe('oneself', () => {
  it('announces itself every 30 seconds, and soon when it is asked, once for all who ask', async () => {
    const made = await present();
    await pass(20_000);
    const before = said(made).length;
    made.hear({ ...here(), ask: true });
    made.hear({ ...here(), ask: true }, 'eu-west-1:bob/tab');
    await pass(1000);
    expect(said(made)).toHaveLength(before + 1);
    await pass(60_000);
    expect(said(made)).toHaveLength(before + 3);
    await closed(made);
  });

  it('is there still when the will of a connection of before comes late', async () => {
    const made = await present();
    const before = said(made).length;
    made.hear({ is: 'lost' }, made.own.split('/').slice(-2).join('/'));
    await pass(0);
    expect(said(made)).toHaveLength(before + 1);
    expect(names(made.presence)).toEqual([identityId]);
    await closed(made);
  });

  it('tells the others before it closes, and when it leaves', async () => {
    const made = await present();
    await Promise.all([made.presence.leave(), pass()]);
    expect(said(made).at(-1)).toEqual({ is: 'left' });
    await expect(made.presence.update(1)).rejects.toBeInstanceOf(ClosedError);
    const again = await present({}, made);
    await closed(again);
    expect(said(again).at(-1)).toEqual({ is: 'left' });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is there once, however often it is asked for, and until the last has left', async () => {
    const made = await present({ data: 1 });
    const second = await present({ data: 2 }, made);
    expect(made.presence.members).toEqual([{ memberId: identityId, data: 2, isMe: true }]);
    await Promise.all([made.presence.leave(), pass()]);
    expect(made.presence.members).toEqual([]);
    expect(names(second.presence)).toEqual([identityId]);
    expect(said(made).at(-1)).not.toEqual({ is: 'left' });
    expect(made.broker.last.sent.filter(({ kind }) => kind === 'subscribe')).toHaveLength(1);
    await Promise.all([second.presence.leave(), pass()]);
    expect(said(made).at(-1)).toEqual({ is: 'left' });
    await closed(made);
  });

  it('ends with an error when it is no longer allowed', async () => {
    const made = await present();
    await pass(5000);
    const ends: unknown[] = [];
    made.presence.on('end', (error) => ends.push(error));
    made.broker.refused.set(made.own, 0x87);
    await pass(60_000);
    expect(ends).toEqual([expect.any(NotAuthorizedError)]);
    await closed(made);
  });
});
