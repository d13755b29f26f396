import { ClosedError, NotAuthorizedError, RequestTimeoutError, UnsupportedError } from '../../client/index.js';
import { answering, connectedClient, errorOf, identityId, pass, useFakeTime } from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

type Made = Awaited<ReturnType<typeof connectedClient>>;

const topic = `users/${identityId}/commands`;

/** A client that knows the topics of its user, as after an answer of `/attach-policy`. */
async function asker(options: Parameters<typeof connectedClient>[0] = {}): Promise<Made> {
  answering();
  return connectedClient({ topicPattern: 'users/{identity}/*', ...options });
}

/** What the last publish asked for an answer by. */
function asked({ broker }: Made) {
  const { responseTopic = '', correlationData = new Uint8Array() } = broker.last.flags.at(-1)?.properties ?? {};
  return { responseTopic, correlationData };
}

function deliver({ broker }: Made, to: string, payload: string, correlationData?: Uint8Array) {
  const properties = correlationData && { correlationData };
  broker.last.onMessage({
    topic: to,
    payload: new TextEncoder().encode(payload),
    qos: 1,
    retain: false,
    dup: false,
    properties,
  });
}

it('asks with a response topic in the own place, correlation data and an expiry, and gives the answer', async () => {
  const made = await asker();
  const answer = made.client.request(topic, 'status?', { timeout: 1500 });
  await pass();
  const { responseTopic, correlationData } = asked(made);
  const tab = made.client.clientId?.slice(identityId.length + 1);
  expect(responseTopic).toBe(`users/${identityId}/responses/${tab}`);
  expect(correlationData).toHaveLength(16);
  expect(made.broker.last.flags[0]?.properties?.messageExpiry).toBe(2);
  deliver(made, responseTopic, 'fine', correlationData);
  expect((await answer).text()).toBe('fine');
  await made.client.close();
});

it('has one subscription for all requests, and each gets its own answer', async () => {
  const made = await asker();
  const [one, two] = [made.client.request(topic, '1'), made.client.request(topic, '2')];
  await pass();
  const [first, second] = made.broker.last.flags.map(({ properties }) => properties?.correlationData);
  const { responseTopic } = asked(made);
  deliver(made, responseTopic, 'second', second);
  deliver(made, responseTopic, 'first', first);
  expect([(await one).text(), (await two).text()]).toEqual(['first', 'second']);
  expect(made.broker.last.sent.filter(({ kind }) => kind === 'subscribe')).toHaveLength(1);
  await made.client.close();
});

it('ignores answers that come twice, late, from elsewhere or to nothing', async () => {
  const made = await asker();
  const answer = made.client.request(topic, 'status?');
  await pass();
  const { responseTopic, correlationData } = asked(made);
  deliver(
    made,
    responseTopic,
    'of somebody who does not know',
    Uint8Array.from(correlationData, (byte) => byte ^ 1),
  );
  deliver(made, responseTopic, 'without correlation data');
  deliver(made, responseTopic, 'right', correlationData);
  deliver(made, responseTopic, 'again', correlationData);
  expect((await answer).text()).toBe('right');
  expect(made.errors).toEqual([]);
  await made.client.close();
});

it('ends in an error that says where it was asked, when nobody answers', async () => {
  const made = await asker();
  const error = await errorOf(made.client.request(topic, 'anybody?', { timeout: 3000 }), 3000);
  expect(error).toBeInstanceOf(RequestTimeoutError);
  expect(error).toMatchObject({ code: 'RequestTimeout', topic });
  expect((error as Error).message).toContain(asked(made).responseTopic);
  deliver(made, asked(made).responseTopic, 'late', asked(made).correlationData);
  expect(made.errors).toEqual([]);
  await made.client.close();
});

it('does not wait longer for a connection, and is not sent when there is one again', async () => {
  const made = await asker();
  const ready = made.client.request(topic, 'first', { timeout: 1000 });
  await errorOf(ready, 1000);
  made.broker.welcomes = ['no network'];
  made.broker.last.cut();
  const error = await errorOf(made.client.request(topic, 'second', { timeout: 2000 }), 2500);
  expect(error).toBeInstanceOf(RequestTimeoutError);
  made.broker.welcomes = ['accept'];
  await pass(60_000);
  expect(made.broker.connections).toHaveLength(2);
  expect(made.broker.last.flags).toEqual([]);
  await made.client.close();
});

it('is given up by its signal, and by closing the client', async () => {
  const made = await asker();
  const controller = new AbortController();
  const given = made.client.request(topic, '1', { signal: controller.signal });
  await pass();
  controller.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  await expect(made.client.request(topic, '2', { signal: controller.signal })).rejects.toThrow('enough');
  const open = made.client.request(topic, '3');
  const closed = expect(open).rejects.toBeInstanceOf(ClosedError);
  await pass();
  await made.client.close();
  await closed;
  expect(jest.getTimerCount()).toBe(0);
});

it.each([0, Number.NaN, 2 ** 31])('takes no timeout of %p', async (timeout) => {
  const made = await asker();
  await expect(made.client.request(topic, 'x', { timeout })).rejects.toThrow(RangeError);
  await made.client.close();
});

it('is refused as any publish is', async () => {
  const made = await asker();
  made.broker.refused.set('elsewhere', 0x87);
  expect(await errorOf(made.client.request('elsewhere', 'x'), 5000)).toMatchObject({
    constructor: NotAuthorizedError,
    action: 'iot:Publish',
    topic: 'elsewhere',
  });
  await made.client.close();
});

it('tries the subscription anew after it was refused', async () => {
  const made = await asker();
  const responses = `users/${identityId}/responses/${made.client.clientId?.slice(identityId.length + 1)}`;
  made.broker.refused.set(responses, 0x87);
  expect(await errorOf(made.client.request(topic, 'x'), 5000)).toMatchObject({ action: 'iot:Subscribe' });
  made.broker.refused.clear();
  const answer = made.client.request(topic, 'x');
  await pass();
  deliver(made, responses, 'now', asked(made).correlationData);
  expect((await answer).text()).toBe('now');
  await made.client.close();
});

it('needs MQTT 5, and says so', async () => {
  const made = await asker({ protocolVersion: 4 });
  const error = await made.client.request(topic, 'x').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UnsupportedError);
  expect((error as Error).message).toContain('MQTT 5');
  await made.client.close();
});

describe('respond', () => {
  const heard = async (made: Made, properties: object) => {
    const failures: unknown[] = [];
    await Promise.all([
      made.client.subscribe(topic, (message) => message.respond('done').catch((error) => failures.push(error))),
      pass(),
    ]);
    const packet = { topic, payload: new Uint8Array(), qos: 1, retain: false, dup: false };
    made.broker.last.onMessage({ ...packet, properties });
    await pass();
    return failures;
  };

  it('goes to where the message says, with its correlation data', async () => {
    const made = await asker();
    const correlationData = Uint8Array.of(1, 2);
    expect(await heard(made, { responseTopic: 'users/a/responses/b', correlationData })).toEqual([]);
    expect(made.broker.last.sent.at(-1)).toEqual({ kind: 'publish', name: 'users/a/responses/b' });
    expect(made.broker.last.flags).toEqual([{ qos: 1, retain: false, properties: { correlationData } }]);
    await made.client.close();
  });

  it.each([
    ['nowhere, and says that no answer is asked for', {}, UnsupportedError],
    [
      'not to a reserved topic, which the asker may not reach',
      { responseTopic: '$aws/things/a/shadow/update' },
      RangeError,
    ],
  ])('goes %s', async (_what, properties, type) => {
    const made = await asker();
    expect(await heard(made, properties)).toEqual([expect.any(type)]);
    expect(made.broker.last.flags).toEqual([]);
    await made.client.close();
  });
});
