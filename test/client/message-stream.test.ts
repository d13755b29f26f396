import { type MessagesOptions, ThrottledError } from '../../client/index.js';
import {
  answering,
  attached,
  clientUnderTest,
  connectedClient,
  errorOf,
  pass,
  useFakeTime,
} from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const packet = (text: string) => ({
  topic: 'rooms/42',
  payload: new TextEncoder().encode(text),
  qos: 1,
  retain: false,
  dup: false,
});

/** A loop that reads into `heard` until it ends; `done` says how. */
async function reading(options: MessagesOptions = {}, stopAt = '') {
  const { client, broker, errors } = await connectedClient();
  const heard: string[] = [];
  const loop = async () => {
    for await (const message of client.messages('rooms/{room}', options)) {
      heard.push(`${message.params.room} ${message.text()}`);
      if (message.text() === stopAt) break;
    }
    return 'ended';
  };
  const done = loop().catch((error: unknown) => error);
  await pass();
  const come = (...texts: string[]) => {
    for (const text of texts) broker.last.onMessage(packet(text));
  };
  const sent = () => broker.last.sent.map(({ kind, name }) => `${kind} ${name}`);
  return { client, broker, errors, heard, done, come, sent };
}

describe('a loop over messages', () => {
  it('reads them in order, and unsubscribes when it is left', async () => {
    const { client, heard, done, come, sent } = await reading({}, 'c');
    expect(sent()).toEqual(['subscribe rooms/+']);
    come('a', 'b');
    await pass();
    come('c', 'd');
    await pass();
    expect(await done).toBe('ended');
    expect(heard).toEqual(['42 a', '42 b', '42 c']);
    expect(sent()).toEqual(['subscribe rooms/+', 'unsubscribe rooms/+']);
    await client.close();
  });

  it('ends when the client is closed, after what has come', async () => {
    const { client, heard, done, come } = await reading();
    come('a', 'b');
    void client.close();
    await pass(3000);
    expect(await done).toBe('ended');
    expect(heard).toEqual(['42 a', '42 b']);
  });

  it('ends when the client is closed before the broker has answered', async () => {
    const { client, broker } = clientUnderTest();
    broker.welcomes = ['no network'];
    const next = client.messages('rooms/#').next();
    await pass(2000);
    await client.close();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('throws the reason of its signal, and unsubscribes', async () => {
    const controller = new AbortController();
    const { client, done, sent } = await reading({ signal: controller.signal });
    controller.abort(new Error('enough'));
    expect(await done).toMatchObject({ message: 'enough' });
    await pass();
    expect(sent()).toEqual(['subscribe rooms/+', 'unsubscribe rooms/+']);
    await client.close();
  });

  it('does not begin with a signal that is aborted', async () => {
    const { client, broker } = await connectedClient();
    const signal = AbortSignal.abort(new Error('before'));
    expect(await errorOf(client.messages('a', { signal }).next(), 0)).toMatchObject({ message: 'before' });
    expect(broker.last.sent).toEqual([]);
    await client.close();
  });

  it('throws what the subscription is refused with', async () => {
    answering(attached);
    const { client, broker } = await connectedClient();
    broker.refused.set('secret/#', 0x87);
    const outcome = await errorOf(client.messages('secret/#').next(), 5000);
    expect(outcome).toMatchObject({ code: 'NotAuthorized', topic: 'secret/#' });
    await client.close();
  });

  it('throws what the client is denied for', async () => {
    const credentials = jest.fn().mockRejectedValue(new Error('signed out'));
    const { client } = clientUnderTest({ credentials });
    expect(await errorOf(client.messages('a').next(), 1000)).toMatchObject({ code: 'NotSignedIn' });
    await client.close();
  });

  it('that is ended from outside does not wait for a message', async () => {
    const { client, broker } = await connectedClient();
    const messages = client.messages('a');
    const next = messages.next();
    await pass();
    expect(await messages.return?.()).toEqual({ value: undefined, done: true });
    expect(await next).toEqual({ value: undefined, done: true });
    expect(broker.last.sent.map(({ kind }) => kind)).toEqual(['subscribe', 'unsubscribe']);
    await client.close();
  });
});

describe('a loop that is behind', () => {
  const behind = async (options: MessagesOptions) => {
    const { client, broker } = await connectedClient();
    const messages = client.messages('rooms/#', { buffer: 2, ...options });
    const first = messages.next();
    await pass();
    for (const text of ['a', 'b', 'c', 'd']) broker.last.onMessage(packet(text));
    const heard = [(await first).value?.text()];
    const rest = async () => {
      for await (const message of messages) heard.push(message.text());
    };
    const done = rest().catch((error: unknown) => error);
    await pass();
    const closed = client.close();
    await pass(3000);
    await closed;
    return { heard, error: await done, sent: broker.last.sent.map(({ kind }) => kind) };
  };

  it('throws once it has read what was there, and is unsubscribed by then', async () => {
    const { heard, error, sent } = await behind({});
    expect(heard).toEqual(['a', 'b']);
    expect(error).toBeInstanceOf(ThrottledError);
    expect(String(error)).toMatch(/2 messages on rooms\/# .*whenFull/);
    expect(sent).toEqual(['subscribe', 'unsubscribe']);
  });

  it('loses the oldest, if told so', async () => {
    expect(await behind({ whenFull: 'dropOldest' })).toMatchObject({ heard: ['c', 'd'], error: undefined });
  });

  it('loses the newest, if told so', async () => {
    expect(await behind({ whenFull: 'dropNewest' })).toMatchObject({ heard: ['a', 'b'], error: undefined });
  });

  it('has room for one message at least', async () => {
    const { client } = await connectedClient();
    expect(() => client.messages('a', { buffer: 0 })).toThrow(RangeError);
    await client.close();
  });
});
