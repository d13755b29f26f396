import type { IClientOptions, MqttClient, Packet } from 'mqtt';
import { identityId } from '../iam/policies.js';
import { type BrokerPlace, newBrokerPlace, topicsUntil } from './broker-place.js';

const forbidden = 'arn:aws:iot:us-east-1:111122223333:topic/own/secret';
let place: BrokerPlace;
beforeEach(async () => {
  place = await newBrokerPlace({ more: [{ Effect: 'Deny', Action: 'iot:Receive', Resource: forbidden }] });
});
afterEach(() => place.stop());

interface Answer {
  /** The packet's name, or `close` where the connection ends without a word. */
  readonly cmd: string;
  readonly codes?: readonly number[];
  /** Whether the connection ends with it. */
  readonly ends: boolean;
}

/** What a client gets first after `act`, and whether its connection ends. */
async function answerTo(client: MqttClient, act: () => unknown): Promise<Answer> {
  const closed = new Promise<'close'>((resolve) => client.once('close', () => resolve('close')));
  const first = new Promise<Packet>((resolve) => client.once('packetreceive', resolve));
  act();
  const answer = await Promise.race([first, closed]);
  if (answer === 'close') return { cmd: 'close', ends: true };
  // AWS sends no reason string, nor anything else beside the code.
  expect('properties' in answer ? (answer.properties ?? {}) : {}).toEqual({});
  const codes =
    'granted' in answer ? (answer.granted as number[]) : [Number('reasonCode' in answer && answer.reasonCode)];
  const isOver = answer.cmd === 'disconnect' || answer.cmd === 'connack';
  if (isOver) await closed;
  return { cmd: answer.cmd, codes, ends: isOver };
}

const ends = { cmd: 'close', ends: true };
const connack = (code: number) => ({ cmd: 'connack', codes: [code], ends: true });
const puback = (code: number) => ({ cmd: 'puback', codes: [code], ends: false });
const suback = (...codes: number[]) => ({ cmd: 'suback', codes, ends: false });
const disconnect = (code: number) => ({ cmd: 'disconnect', codes: [code], ends: true });

const versions = [{ protocolVersion: 4 as const }, { protocolVersion: 5 as const }];
const ignore = () => undefined;

describe('a CONNECT that is refused', () => {
  const will = (topic: string, qos = 0 as 0 | 2) => ({ topic, payload: Buffer.from('x'), qos, retain: false });
  it.each<{
    title: string;
    options?: IClientOptions;
    before?: () => unknown;
    reason: string;
    five: Answer;
  }>([
    {
      title: 'since no policy is attached',
      before: () => place.attachments.detach('Users', identityId),
      reason: 'AUTH_ERROR',
      five: connack(0x87),
    },
    { title: 'for a foreign client ID', options: { clientId: 'other' }, reason: 'AUTH_ERROR', five: connack(0x87) },
    { title: 'for a reserved client ID', options: { clientId: '$x' }, reason: 'CLIENT_ERROR', five: connack(0x85) },
    {
      title: 'for a client ID that is too long',
      options: { clientId: identityId.padEnd(129, 'x') },
      reason: 'CLIENT_ERROR',
      five: connack(0x85),
    },
    { title: 'for the topic of its will', options: { will: will('a/+') }, reason: 'CLIENT_ERROR', five: connack(0x90) },
    { title: 'for a will of QoS 2', options: { will: will('own/a', 2) }, reason: 'CLIENT_ERROR', five: connack(0x9b) },
    {
      title: 'since it is the second within a second',
      before: () => place.connect(),
      reason: 'THROTTLED',
      five: connack(0x97),
    },
  ])('$title gets a reason in MQTT 5 alone', async ({ options, before = ignore, reason, five }) => {
    await before();
    for (const version of versions) {
      const client = place.open('', { ...version, ...options });
      expect(await answerTo(client, ignore)).toEqual(version.protocolVersion === 5 ? five : ends);
      expect(place.lastEnd()?.reason).toBe(reason);
      if (reason !== 'THROTTLED') place.clock.advance(1000);
    }
  });
});

describe('what a connected client does', () => {
  const publish = (topic: string, options: object) => (client: MqttClient) =>
    client.publish(topic, 'x', options, ignore);
  const subscribe =
    (filters: string[], qos = 0) =>
    (client: MqttClient) =>
      client.subscribe(filters, { qos: qos as 0 | 2 }, ignore);
  const often = (qos: 0 | 1) => (client: MqttClient) => {
    // A second in which no time passes.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    for (let number = 0; number < 100; number++) client.publish('own/a', 'x', { qos: 0 }, ignore);
    client.publish('own/a', 'x', { qos }, ignore);
  };
  it.each<{ title: string; act: (client: MqttClient) => unknown; reason: string; five: Answer; words?: string }>([
    {
      title: 'a PUBLISH of QoS 1 without permission',
      act: publish('other/a', { qos: 1 }),
      reason: 'FORBIDDEN_ACCESS',
      five: puback(0x87),
    },
    {
      title: 'a PUBLISH of QoS 0 without permission',
      act: publish('other/a', { qos: 0 }),
      reason: 'FORBIDDEN_ACCESS',
      five: disconnect(0x87),
    },
    {
      title: 'one to be retained without iot:RetainPublish',
      act: publish('own/a', { qos: 1, retain: true }),
      reason: 'FORBIDDEN_ACCESS',
      five: puback(0x87),
    },
    {
      title: 'one to a reserved topic',
      act: publish('$aws/things/x/jobs/get', { qos: 1 }),
      reason: 'CLIENT_ERROR',
      five: puback(0x90),
    },
    { title: 'one of QoS 2', act: publish('own/a', { qos: 2 }), reason: 'CLIENT_ERROR', five: disconnect(0x9b) },
    { title: 'the 101st of a second, of QoS 1,', act: often(1), reason: 'THROTTLED', five: puback(0x97) },
    { title: 'the 101st of a second, of QoS 0,', act: often(0), reason: 'THROTTLED', five: disconnect(0x97) },
    {
      title: 'a SUBSCRIBE without permission',
      act: subscribe(['own/a', 'other/a']),
      reason: 'FORBIDDEN_ACCESS',
      five: suback(0, 0x87),
    },
    {
      title: 'one to a reserved topic',
      act: subscribe(['own/a', '$aws/#']),
      reason: 'CLIENT_ERROR',
      five: suback(0, 0x8f),
    },
    {
      title: 'one to a shared subscription',
      act: subscribe(['$share/a/own/a']),
      reason: 'CLIENT_ERROR',
      five: suback(0x9e),
      words: 'shared subscriptions',
    },
    { title: 'one of QoS 2', act: subscribe(['own/a'], 2), reason: 'CLIENT_ERROR', five: disconnect(0x9b) },
    {
      title: 'one of nine filters',
      act: subscribe(['1', '2', '3', '4', '5', '6', '7', '8', '9']),
      reason: 'CLIENT_ERROR',
      five: disconnect(0x97),
    },
    {
      title: 'being there while the credentials expire',
      act: () => place.clock.advance(48 * 3_600_000),
      reason: 'AUTH_ERROR',
      five: disconnect(0x87),
    },
    {
      title: 'being taken over',
      act() {
        place.clock.advance(1000);
        place.open();
      },
      reason: 'DUPLICATE_CLIENTID',
      five: disconnect(0x8e),
    },
    {
      title: 'being disconnected by DeleteConnection',
      act: () => place.broker.disconnect(identityId),
      reason: 'API_INITIATED_DISCONNECT',
      five: disconnect(0x98),
    },
  ])('$title gets a reason in MQTT 5 alone', async ({ act, reason, five, words = '' }) => {
    for (const version of versions) {
      place.caller.expiration = place.clock.now() + 20 * 3_600_000;
      const client = await place.connect('', version);
      const answer = await answerTo(client, () => act(client));
      expect(answer).toEqual(version.protocolVersion === 5 ? five : ends);
      const told = place.broker.connections().find(({ end, refusals }) => end !== undefined || refusals.length > 0);
      if (answer.ends) expect(place.lastEnd()?.reason).toBe(reason);
      else expect(told?.refusals).toEqual([expect.objectContaining({ code: five.codes?.at(-1) })]);
      expect(told?.end?.explanation ?? told?.refusals[0]?.explanation).toContain(words);
      jest.restoreAllMocks();
      await client.endAsync(true);
      for (const other of place.broker.connections()) place.broker.disconnect(other.clientId ?? '');
      place.clock.advance(2000);
    }
  });

  it.each(versions)('is told that the sandbox stops in MQTT 5 alone ($protocolVersion)', async (version) => {
    const client = await place.connect('', version);
    const answer = await answerTo(client, () => place.broker.stop());
    expect(answer).toEqual(version.protocolVersion === 5 ? disconnect(0x8b) : ends);
    expect(place.lastEnd()?.reason).toBe('SERVER_INITIATED_DISCONNECT');
  });

  it.each(versions)('that it may not receive passes it by ($protocolVersion)', async (version) => {
    const client = await place.connect('', version);
    await client.subscribeAsync('own/#');
    const topics = topicsUntil(client, 'own/end');
    for (const topic of ['own/secret', 'own/end']) await client.publishAsync(topic, 'x', { qos: 1 });
    expect(await topics).toEqual(['own/end']);
    const refused = place.decisions.entries().find(({ allowed }) => !allowed);
    expect(refused).toMatchObject({ action: 'iot:Receive', resource: forbidden });
  });
});
