import { identityId } from '../iam/policies.js';
import { type BrokerPlace, newBrokerPlace, topicsUntil } from './broker-place.js';
import { bytes, connectPacket, type RawClient, rawClient } from './raw-packets.js';

let place: BrokerPlace;
const raw: RawClient[] = [];
beforeEach(async () => {
  place = await newBrokerPlace();
});
afterEach(async () => {
  for (const client of raw.splice(0)) client.end();
  await place.stop();
});

async function open(): Promise<RawClient> {
  const client = await rawClient(place.url);
  raw.push(client);
  return client;
}

describe('iot:ConnectAttributes', () => {
  const deny = (Condition: object) => [{ Effect: 'Deny', Action: 'iot:Connect', Resource: '*', Condition }];
  const attributes = (...names: string[]) => ({ 'iot:ConnectAttributes': names });
  // Neither attribute, each of them, both.
  it.each([
    { title: 'no Deny', more: [], taken: [true, true, true, true] },
    {
      title: 'a Deny of persistent sessions',
      more: deny({ 'ForAnyValue:StringEquals': attributes('PersistentConnect') }),
      taken: [true, false, true, false],
    },
    {
      title: 'a Deny of wills',
      more: deny({
        Null: { 'iot:ConnectAttributes': 'false' },
        'ForAnyValue:StringEquals': attributes('LastWill'),
      }),
      taken: [true, true, false, false],
    },
    {
      title: "a Deny of no attribute at all, in the form of AWS's example",
      more: deny({ 'ForAllValues:StringEquals': attributes() }),
      taken: [false, true, true, true],
    },
  ])('is what a CONNECT asks for: with $title', async ({ more, taken }) => {
    await place.stop();
    place = await newBrokerPlace({ more });
    const will = { topic: 'own/a' };
    const answers: boolean[] = [];
    for (const [number, ask] of [{}, { clean: false }, { will }, { clean: false, will }].entries()) {
      const client = await open();
      client.send(connectPacket({ clientId: `${identityId}-${number}`, ...ask }));
      await client.connack();
      answers.push(client.received().length > 0);
    }
    expect(answers).toEqual(taken);
    expect(place.faults).toEqual([]);
  });
});

describe('a last will', () => {
  const long = `own/${'x'.repeat(300)}`;
  it.each([
    { title: 'on a wildcard', will: { topic: 'own/+' }, words: 'not to the wildcard own/+' },
    { title: 'on all topics', will: { topic: '#' }, words: 'not to the wildcard #' },
    { title: 'on an empty topic', will: { topic: '' }, words: 'a topic is not empty' },
    { title: 'on a topic of 304 bytes', will: { topic: long }, words: 'at most 256 bytes' },
    { title: 'on a topic of ten slashes', will: { topic: `own${'/a'.repeat(10)}` }, words: 'at most 7 slashes' },
    { title: 'of QoS 2', will: { topic: 'own/a', qos: 2 }, words: 'no QoS 2' },
    { title: 'of QoS 3', will: { topic: 'own/a', qos: 3 }, words: 'flags of the will' },
    { title: 'on a reserved topic', will: { topic: '$aws/things/x/shadow/update' }, words: 'reserved topic' },
    { title: 'on a topic that is no text', will: { topic: bytes(0xff) }, words: 'not UTF-8' },
  ])('$title ends the CONNECT without a CONNACK', async ({ will, words }) => {
    const client = await open();
    client.send(connectPacket({ clientId: identityId, will }));
    await client.closed;
    expect(client.received()).toHaveLength(0);
    expect(place.lastEnd()).toEqual({ reason: 'CLIENT_ERROR', explanation: expect.stringContaining(words) });
  });

  it.each([
    { topic: 'own/kept', kept: ['own/kept'] },
    { topic: 'own/other', kept: [] },
  ])('that is to be retained on $topic needs iot:RetainPublish', async ({ topic, kept }) => {
    const client = await open();
    client.send(connectPacket({ clientId: identityId, will: { topic, retain: true } }));
    await client.connack();
    client.end();
    const asked = () => place.decisions.entries().some(({ action }) => action === 'iot:RetainPublish');
    while (!asked()) await new Promise((resolve) => setImmediate(resolve));
    const listener = await place.connect('-listener');
    const topics = topicsUntil(listener, 'own/end');
    await listener.subscribeAsync([topic, 'own/end']);
    await listener.publishAsync('own/end', 'x', { qos: 1 });
    expect((await topics).filter((name) => name !== 'own/end')).toEqual(kept);
  });
});
