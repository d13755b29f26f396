import type { IotClient, Message, TopicParams } from '../../client/index.js';
import { readParameters } from '../../client/topic-parameters.js';
import { connectedClient, errorOf, pass, useFakeTime } from './client-under-test.js';

describe('a filter with names', () => {
  it.each<{ given: string; filter: string; topic: string; params: object }>([
    { given: 'rooms/{room}/state', filter: 'rooms/+/state', topic: 'rooms/42/state', params: { room: '42' } },
    { given: '{a}/{b}', filter: '+/+', topic: 'x/', params: { a: 'x', b: '' } },
    { given: 'rooms/{room}/{rest...}', filter: 'rooms/+/#', topic: 'rooms/1/a/b', params: { room: '1', rest: 'a/b' } },
    { given: 'rooms/{rest...}', filter: 'rooms/#', topic: 'rooms', params: { rest: '' } },
    { given: '$share/{g}/rooms/{room}', filter: '$share/{g}/rooms/+', topic: 'rooms/7', params: { room: '7' } },
    { given: 'rooms/+/a{b}/#', filter: 'rooms/+/a{b}/#', topic: 'rooms/1/a{b}/c', params: {} },
    { given: '{toString}', filter: '+', topic: 'x', params: { toString: 'x' } },
  ])('$given is $filter to AWS IoT', ({ given, filter, topic, params }) => {
    const read = readParameters(given);
    expect(read.filter).toBe(filter);
    expect(read.paramsOf(topic)).toEqual(params);
  });

  it('may have each name once', () => {
    expect(() => readParameters('{a}/b/{a}')).toThrow(/\{a\} twice/);
  });
});

describe('a subscription to one', () => {
  beforeEach(useFakeTime);
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('tells each handler by its own names, and is one for the broker', async () => {
    const { client, broker } = await connectedClient();
    const heard: unknown[] = [];
    void client.subscribe('rooms/{room}/state', ({ params }) => heard.push(params.room));
    void client.subscribe('rooms/{it}/state', ({ params }) => heard.push(params));
    void client.subscribe('rooms/+/state', ({ params }) => heard.push(params));
    await pass();
    expect(broker.last.sent).toEqual([{ kind: 'subscribe', name: 'rooms/+/state' }]);
    const message = { payload: new Uint8Array(), qos: 1, retain: false, dup: false };
    broker.last.onMessage({ ...message, topic: 'rooms/42/state' });
    expect(heard).toEqual(['42', { it: '42' }, {}]);
    await client.close();
  });

  it('is refused where the rest is not at the end', async () => {
    const { client } = await connectedClient();
    expect(await errorOf(client.subscribe('{rest...}/a', jest.fn()), 0)).toBeInstanceOf(RangeError);
    await client.close();
  });
});

// What follows is for the compiler: `npm run types` fails where a line of it is not so.
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isSo = (..._all: true[]) => undefined;

isSo(
  true satisfies Equal<TopicParams<'rooms/{room}/state'>, { readonly room: string }>,
  true satisfies Equal<TopicParams<'{a}/{b}/{c...}'>, { readonly a: string; readonly b: string; readonly c: string }>,
  true satisfies Equal<keyof TopicParams<'rooms/+/#'>, never>,
  true satisfies Equal<TopicParams<string>, Readonly<Record<string, string>>>,
);

function compiled(client: IotClient, filter: string, generic: (message: Message) => void) {
  void client.subscribe('rooms/{room}/state', ({ params }) => params.room.toUpperCase());
  // @ts-expect-error there is no such name
  void client.subscribe('rooms/{room}/state', ({ params }) => params.rom);
  void client.subscribe('rooms/{room}/state', generic);
  void client.subscribe(filter, ({ params }) => params.any?.toUpperCase());
  void client.subscribe(filter, generic);
  return async () => {
    for await (const { params } of client.messages('rooms/{room}')) params.room.toUpperCase();
  };
}
void compiled;
