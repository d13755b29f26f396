import { answering, attached, connectedClient, errorOf, useFakeTime } from './client-under-test.js';

beforeEach(useFakeTime);
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('what AWS IoT does not take', () => {
  it('names iot:RetainPublish where a message was to be retained', async () => {
    answering(attached);
    const { client, broker } = await connectedClient();
    broker.forbidden.add('a');
    const error = await errorOf(client.publish('a', 'x', { retain: true }), 10_000);
    expect(error).toMatchObject({ action: 'iot:Publish', actions: ['iot:Publish', 'iot:RetainPublish'] });
    expect(String(error)).toContain('iot:Publish or iot:RetainPublish on topic/a');
    await client.close();
  });

  it('is refused before it is sent: QoS 2', async () => {
    const { client, broker } = await connectedClient();
    await expect(client.publish('a', 'x', { qos: 2 as never })).rejects.toThrow(RangeError);
    await expect(client.subscribe('a', () => {}, { qos: 2 as never })).rejects.toThrow('QoS is 2');
    expect(broker.last.sent).toEqual([]);
    await client.close();
  });
});

it('a function that is subscribed twice stays until it is unsubscribed twice', async () => {
  const { client, broker } = await connectedClient();
  const heard = jest.fn();
  const [first, second] = [await client.subscribe('a', heard), await client.subscribe('a', heard)];
  const deliver = () =>
    broker.last.onMessage({ topic: 'a', payload: new Uint8Array(), qos: 1, retain: false, dup: false });
  deliver();
  expect(heard).toHaveBeenCalledTimes(2);
  await first.unsubscribe();
  await first.unsubscribe();
  deliver();
  expect(heard).toHaveBeenCalledTimes(3);
  await second.unsubscribe();
  expect(broker.last.sent.at(-1)).toEqual({ kind: 'unsubscribe', name: 'a' });
  await client.close();
});

it('a shared subscription hands its messages over', async () => {
  const { client, broker } = await connectedClient();
  const heard = jest.fn();
  await client.subscribe('$share/workers/jobs/+', heard);
  broker.last.onMessage({ topic: 'jobs/1', payload: new Uint8Array(), qos: 1, retain: false, dup: false });
  expect(broker.last.sent).toEqual([{ kind: 'subscribe', name: '$share/workers/jobs/+' }]);
  expect(heard).toHaveBeenCalledTimes(1);
  await client.close();
});
