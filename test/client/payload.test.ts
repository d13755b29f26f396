import { NotJsonError, type Payload } from '../../client/index.js';
import { readPayload } from '../../client/payload.js';
import { connectedClient, errorOf, pass, useFakeTime } from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('a payload', () => {
  it.each<{ title: string; payload: Payload; says: string; contentType: string | undefined }>([
    { title: 'text', payload: '{"a":1}', says: '{"a":1}', contentType: undefined },
    { title: 'bytes', payload: new Uint8Array([104, 105]), says: 'hi', contentType: undefined },
    { title: 'an ArrayBuffer', payload: new Uint8Array([104, 105]).buffer, says: 'hi', contentType: undefined },
    {
      title: 'a part of a buffer',
      payload: new DataView(new ArrayBuffer(4), 1, 2),
      says: '\0\0',
      contentType: undefined,
    },
    { title: 'an object', payload: { celsius: 21.5 }, says: '{"celsius":21.5}', contentType: 'application/json' },
    { title: 'an array', payload: [1, 'b'], says: '[1,"b"]', contentType: 'application/json' },
    { title: 'a number', payload: 0, says: '0', contentType: 'application/json' },
    { title: 'a boolean', payload: false, says: 'false', contentType: 'application/json' },
    { title: 'null', payload: null, says: 'null', contentType: 'application/json' },
  ])('of $title is sent as $says', ({ payload, says, contentType }) => {
    const read = readPayload(payload);
    expect(text(read.bytes)).toBe(says);
    expect(read.contentType).toBe(contentType);
  });

  it.each([
    { title: 'nothing', payload: undefined },
    { title: 'a function', payload: () => 1 },
    { title: 'no number', payload: Number.NaN },
    { title: 'a long list', payload: Array(70_000).fill(1) },
  ])('of $title is refused', async ({ payload }) => {
    const { client } = await connectedClient();
    await expect(client.publish('a', payload as Payload)).rejects.toThrow(RangeError);
    await client.close();
  });

  it.each([
    { title: 'as JSON', options: {}, protocolVersion: 5 as const, contentType: 'application/json' },
    { title: 'as given', options: { contentType: 'a/b' }, protocolVersion: 5 as const, contentType: 'a/b' },
    { title: 'not at all in MQTT 3.1.1', options: {}, protocolVersion: 4 as const, contentType: undefined },
  ])('of an object has its content type told $title', async ({ options, protocolVersion, contentType }) => {
    const { client, broker } = await connectedClient({ protocolVersion });
    expect(await errorOf(client.publish('a', { b: 1 }, options), 0)).toBe('no error');
    expect(broker.last.flags[0]?.properties?.contentType).toBe(contentType);
    expect(text(broker.last.payloads[0])).toBe('{"b":1}');
    await client.close();
  });
});

it('a message that is not JSON says on which topic it came', async () => {
  const { client, broker, errors } = await connectedClient();
  void client.subscribe('rooms/#', (message) => message.json());
  await pass();
  const message = { payload: new TextEncoder().encode('{'), qos: 1, retain: false, dup: false };
  broker.last.onMessage({ ...message, topic: 'rooms/42' });
  await pass();
  expect(errors).toEqual([expect.any(NotJsonError)]);
  expect(errors[0]).toMatchObject({ code: 'NotJson', topic: 'rooms/42', cause: expect.any(SyntaxError) });
  await client.close();
});
