import { MessageDroppedError, NotAuthorizedError } from '../../client/index.js';
import { browserForEach, connect, mine, publishAll, ten, topicsSentBy } from './browser-pages.js';
import { answering, attached, clientUnderTest, errorOf, pass } from './client-under-test.js';

const { page, offlinePage, kept } = browserForEach();

describe('an outbox that is kept', () => {
  it('sends what a page had not sent once each, in order and before what the next page publishes', async () => {
    const before = offlinePage();
    publishAll(before, ten);
    await pass(2000);
    before.reload();
    const after = page();
    publishAll(after, ['new']);
    await pass(2000);
    expect(topicsSentBy(after)).toEqual([...ten, 'new']);
    expect(await kept()).toEqual([]);
  });

  it('keeps payload, properties and retain as they were', async () => {
    const before = offlinePage();
    const properties = {
      contentType: 'a/b',
      userProperties: { x: ['1', '2'] },
      correlationData: Uint8Array.of(0, 255),
    };
    before.client
      .publish(`${mine}/a`, Uint8Array.of(0, 200, 7), { retain: true, ...properties })
      .catch(() => undefined);
    await pass(2000);
    before.reload();
    const after = page();
    await connect(after);
    expect(after.broker.last.flags).toEqual([{ qos: 1, retain: true, properties }]);
    expect(after.broker.last.payloads).toEqual([Uint8Array.of(0, 200, 7)]);
  });

  it('has deleted what is acknowledged before its publish resolves', async () => {
    const one = page();
    await connect(one);
    one.broker.mute = true;
    publishAll(one, ['unacknowledged']);
    await pass(1000);
    expect(await kept()).toEqual(['unacknowledged']);
    one.broker.mute = false;
    const published = one.client.publish(`${mine}/a`, 'a').then(kept);
    await pass(1000);
    expect(await published).toEqual(['unacknowledged']);
  });

  it('does not keep what is sent at QoS 0', async () => {
    const one = offlinePage();
    one.client.publish(`${mine}/a`, 'a', { qos: 0 }).catch(() => undefined);
    await pass(1000);
    expect(await kept()).toEqual([]);
  });

  it('does not keep what asks for an answer, which nobody would hear', async () => {
    const one = offlinePage();
    one.client.publish(`${mine}/a`, 'a', { responseTopic: mine }).catch(() => undefined);
    await pass(1000);
    expect(await kept()).toEqual([]);
  });

  it('deletes what is given up before it is sent', async () => {
    const one = offlinePage();
    const giving = new AbortController();
    const givenUp = one.client.publish(`${mine}/a`, 'a', { signal: giving.signal }).catch((error: unknown) => error);
    publishAll(one, ['b']);
    await pass(1000);
    expect(await kept()).toEqual(['a', 'b']);
    giving.abort(new Error('given up'));
    await pass(1000);
    expect(await givenUp).toEqual(new Error('given up'));
    expect(await kept()).toEqual(['b']);
    one.broker.welcomes = ['accept'];
    await pass(60_000);
    expect(topicsSentBy(one)).toEqual(['b']);
  });

  it('is not there unless it is asked for', async () => {
    const one = offlinePage({ outbox: 'memory' });
    publishAll(one, ['a']);
    await pass(1000);
    expect(await kept()).toEqual([]);
  });

  it('rejects what AWS IoT refuses, and does not keep it', async () => {
    answering(attached);
    const one = page();
    await connect(one);
    one.broker.refused.set('users/b/a', 0x87);
    expect(await errorOf(one.client.publish('users/b/a', 'a'), 10_000)).toBeInstanceOf(NotAuthorizedError);
    expect(await kept()).toEqual([]);
  });
});

describe('the bounds of what is kept', () => {
  it('refuse the oldest that was not sent', async () => {
    const one = offlinePage({ outbox: { maxMessages: 2 } });
    const oldest = errorOf(one.client.publish(`${mine}/a`, 'a'), 2000);
    publishAll(one, ['b', 'c']);
    const error = await oldest;
    expect(error).toBeInstanceOf(MessageDroppedError);
    expect(error).toMatchObject({ reason: 'full', topic: `${mine}/a` });
    expect(await kept()).toEqual(['b', 'c']);
    one.broker.welcomes = ['accept'];
    await pass(60_000);
    expect(topicsSentBy(one)).toEqual(['b', 'c']);
  });

  it('count bytes, too', async () => {
    const one = offlinePage({ outbox: { maxBytes: 1500 } });
    const oldest = errorOf(one.client.publish(`${mine}/a`, 'x'.repeat(1000)), 2000);
    publishAll(one, ['b']);
    one.client.publish(`${mine}/c`, 'x'.repeat(1000)).catch(() => undefined);
    expect(await oldest).toBeInstanceOf(MessageDroppedError);
    expect(await kept()).toEqual(['b', 'c']);
  });

  it('are told by an error event for what an earlier page published', async () => {
    const before = offlinePage();
    publishAll(before, ['a', 'b']);
    await pass(2000);
    before.reload();
    const after = offlinePage({ outbox: { maxMessages: 2 } });
    publishAll(after, ['c']);
    await pass(2000);
    expect(after.errors).toEqual([expect.objectContaining({ code: 'MessageDropped', topic: `${mine}/a` })]);
    expect(await kept()).toEqual(['b', 'c']);
  });

  it.each([
    [{ outbox: 'disk' as 'keep' }, "outbox is disk; it is 'memory', 'keep' or an object"],
    [{ outbox: { maxMessages: 0 } }, 'outbox.maxMessages is 0'],
    [{ outbox: { maxBytes: 1.5 } }, 'outbox.maxBytes is 1.5'],
  ])('%j is refused', (options, message) => {
    expect(() => clientUnderTest(options)).toThrow(message);
  });
});

describe('messages that expire', () => {
  it('are sent with what is left of their time', async () => {
    const one = offlinePage();
    one.client.publish(`${mine}/a`, 'a', { messageExpiry: 600 }).catch(() => undefined);
    await pass(100_000);
    one.broker.welcomes = ['accept'];
    await pass(120_000);
    const { messageExpiry = 0 } = one.broker.last.flags[0]?.properties ?? {};
    expect(messageExpiry).toBeGreaterThan(370);
    expect(messageExpiry).toBeLessThan(501);
  });

  it('are not sent after it, and say so', async () => {
    const one = offlinePage();
    const expired = errorOf(one.client.publish(`${mine}/a`, 'a', { messageExpiry: 30 }), 200_000);
    await pass(60_000);
    one.broker.welcomes = ['accept'];
    expect(await expired).toMatchObject({ code: 'MessageDropped', reason: 'expired', topic: `${mine}/a` });
    expect(topicsSentBy(one)).toEqual([]);
    expect(await kept()).toEqual([]);
  });
});
