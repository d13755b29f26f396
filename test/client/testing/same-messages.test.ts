import type { NotAuthorizedError } from '../../../client/index.js';
import { fakeWorld } from './fake-world.js';
import { sandboxWorld } from './sandbox-world.js';
import { type SharedWorld, sharedActs } from './shared-behaviour.js';

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

  it('delivers text, bytes and JSON with the names of the topic, and what the message says of itself', async () => {
    const [{ client: sender }, { client }] = [await connected(), await connected()];
    const room = newRoom();
    const { count } = await heard(client, `${room}/{what}/{rest...}`);
    await sender.publish(`${room}/state/a/b`, 'hello', { userProperties: { by: 'hand' } });
    await sender.publish(`${room}/state/a`, Uint8Array.of(1, 2));
    await sender.publish(`${room}/other/c`, { on: true });
    const [text, bytes, json] = await count(3);
    expect(text?.text()).toBe('hello');
    expect(text).toMatchObject({
      topic: `${room}/state/a/b`,
      params: { what: 'state', rest: 'a/b' },
      qos: 1,
      retain: false,
      dup: false,
      userProperties: { by: 'hand' },
    });
    expect(text?.contentType).toBeUndefined();
    expect([...(bytes?.payload ?? [])]).toEqual([1, 2]);
    expect(json?.json()).toEqual({ on: true });
    expect(json?.contentType).toBe('application/json');
  });

  it('delivers by wildcards, once for filters of one client that overlap, and at the lower QoS', async () => {
    const { client } = await connected();
    const room = newRoom();
    const all = await heard(client, `${room}/#`, { qos: 0 });
    const one = await heard(client, `${room}/+/state`, { qos: 0 });
    await client.publish(`${room}/a/state`, 'first');
    await client.publish(`${room}/a`, 'second');
    const [first, second] = await all.count(2);
    expect([first?.qos, second?.text()]).toEqual([0, 'second']);
    expect((await one.count(1)).map((message) => message.text())).toEqual(['first']);
  });

  it('hears nothing after unsubscribing', async () => {
    const { client } = await connected();
    const room = newRoom();
    const own = await heard(client, `${room}/a`);
    const all = await heard(client, `${room}/#`);
    await client.publish(`${room}/a`, '1');
    await own.unsubscribe();
    await client.publish(`${room}/a`, '2');
    await all.count(2);
    expect(own.items.map((message) => message.text())).toEqual(['1']);
  });

  it('greets who subscribes to the very topic with what is retained, until an empty message ends that', async () => {
    const [{ client: sender }, { client }] = [await connected(), await connected()];
    const room = newRoom();
    await sender.publish(`${room}/state`, 'kept', { retain: true });
    const [greeting] = await (await heard(client, `${room}/state`)).count(1);
    expect([greeting?.text(), greeting?.retain]).toEqual(['kept', true]);
    await sender.publish(`${room}/state`, '', { retain: true });
    const { client: late } = await connected();
    const { items, count } = await heard(late, `${room}/state`);
    await sender.publish(`${room}/state`, 'new');
    await count(1);
    expect(items.map((message) => [message.text(), message.retain])).toEqual([['new', false]]);
  });

  it.each([5, 4] as const)('in MQTT %s refuses what the rights do not have, and stays connected', async (version) => {
    const { client } = await connected({ protocolVersion: version });
    const refusals: NotAuthorizedError[] = [];
    for (const refused of [
      () => client.publish('admin/door', 'open'),
      () => client.subscribe('admin/#', () => undefined),
      () => client.publish(`users/${client.identityId}/kept`, 'x', { retain: true }),
    ]) {
      await refused().catch((error) => refusals.push(error));
    }
    await client.publish(newRoom(), 'still there');
    const reasonCode = { 4: undefined, 5: 0x87 }[version];
    expect(
      refusals.map(({ name, code, action, resource, message, check, allowed, reasonCode: given }) => ({
        name,
        code,
        action,
        resource,
        isSaid: message.includes(resource),
        check: typeof check,
        allowed,
        given,
      })),
    ).toEqual(
      [
        ['iot:Publish', 'topic', 'admin/door'],
        ['iot:Subscribe', 'topicfilter', 'admin/#'],
        ['iot:Publish', 'topic', `users/${client.identityId}/kept`],
      ].map(([action, kind, named]) => ({
        name: 'NotAuthorizedError',
        code: 'NotAuthorized',
        action,
        resource: `${kind}/${named}`,
        isSaid: true,
        check: 'string',
        allowed: [`${kind}/users/${client.identityId}/*`, `${kind}/rooms/*`],
        given: reasonCode,
      })),
    );
    expect(client.may('publish', 'admin/door')).toBe(false);
    expect(client.may('publish', 'rooms/1')).toBe(true);
  });

  it('refuses a shared subscription by its reason code', async () => {
    const { client } = await connected();
    const room = newRoom();
    await expect(client.subscribe(`$share/group/${room}`, () => undefined)).rejects.toMatchObject({
      name: 'PacketRefusedError',
      reasonCode: 0x9e,
    });
  });

  it('asks and answers', async () => {
    const [{ client }, { client: other }] = [
      await connected({ topicPattern: 'rooms/{identity}/*' }),
      await connected(),
    ];
    const room = newRoom();
    await other.subscribe(`${room}/question`, (message) => message.respond({ not: message.json() }));
    const answer = await client.request(`${room}/question`, true);
    expect(answer.json()).toEqual({ not: true });
    await expect(client.request(`${room}/nobody`, true, { timeout: 50 })).rejects.toMatchObject({
      name: 'RequestTimeoutError',
      code: 'RequestTimeout',
    });
  });

  it('gives messages to a loop, which ends with the client', async () => {
    const { client } = await connected();
    const room = newRoom();
    const read: unknown[] = [];
    const loop = (async () => {
      for await (const message of client.messages(`${room}/{name}`)) {
        read.push([message.params.name, message.json()]);
        if (read.length === 2) await client.close();
      }
    })();
    await client.subscribe(`${room}/ready`, () => undefined);
    await client.publish(`${room}/a`, 1);
    await client.publish(`${room}/b`, 2);
    await loop;
    expect(read).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });
});
