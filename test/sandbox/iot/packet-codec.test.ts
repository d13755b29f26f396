import { generate, type Packet, parser } from 'mqtt-packet';
import { MalformedPacket } from '../../../sandbox/iot/mqtt/packet-fields.js';
import { readPacket } from '../../../sandbox/iot/mqtt/read-packet.js';
import { connack, disconnect, puback, publish, suback, unsuback } from '../../../sandbox/iot/mqtt/write-packet.js';
import { type Random, seededRandom } from '../../support/seeded-random.js';
import { bytes, packet, text } from './raw-packets.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);

/** As the library reads it, without its lengths. */
function asLibrary(written: Buffer, protocolVersion: 4 | 5): Record<string, unknown> {
  let read: Record<string, unknown> = {};
  const packets = parser({ protocolVersion });
  packets.on('packet', (packet) => {
    read = { ...packet };
  });
  packets.on('error', (error) => {
    throw error;
  });
  packets.parse(written);
  return read;
}

const word = (random: Random) => random.pick(['a', 'ä/b', 'x'.repeat(200), 'own/1/2', '']);
const maybe = <T>(random: Random, name: string, value: T) => (random.below(2) === 0 ? {} : { [name]: value });

function messageProperties(random: Random): Record<string, unknown> {
  return {
    ...maybe(random, 'payloadFormatIndicator', random.below(2) === 0),
    ...maybe(random, 'messageExpiryInterval', random.below(2 ** 31)),
    ...maybe(random, 'contentType', word(random)),
    ...maybe(random, 'responseTopic', word(random)),
    ...maybe(random, 'correlationData', Buffer.from([random.below(256), 0])),
  };
}

describe('reading what the library writes', () => {
  it('finds the same in a PUBLISH of MQTT 5', () => {
    const random = seededRandom(SEED);
    for (let round = 0; round < 300; round += 1) {
      const properties = { ...messageProperties(random), ...maybe(random, 'topicAlias', 1 + random.below(8)) };
      const qos = random.pick([0, 1] as const);
      const given = {
        cmd: 'publish' as const,
        topic: word(random) || 'a',
        qos,
        retain: random.below(2) === 0,
        dup: false,
        ...(qos === 0 ? {} : { messageId: 1 + random.below(65_535) }),
        payload: Buffer.from(word(random)),
        properties,
      };
      const read = readPacket(generate(given, { protocolVersion: 5 }), 5);
      const { cmd: _, dup: __, messageId: packetId = 0, ...fields } = given;
      expect({ seed: SEED, ...read }).toEqual({ seed: SEED, name: 'PUBLISH', packetId, ...fields });
    }
  });

  it('finds the same in a CONNECT of MQTT 5', () => {
    const random = seededRandom(SEED);
    for (let round = 0; round < 300; round += 1) {
      const properties = {
        ...maybe(random, 'sessionExpiryInterval', random.below(2 ** 31)),
        ...maybe(random, 'receiveMaximum', 1 + random.below(65_535)),
        ...maybe(random, 'maximumPacketSize', 1 + random.below(2 ** 31)),
        ...maybe(random, 'topicAliasMaximum', random.below(65_536)),
        ...maybe(random, 'requestProblemInformation', random.below(2) === 0),
      };
      const willProperties = { ...messageProperties(random), ...maybe(random, 'willDelayInterval', random.below(99)) };
      const will = { topic: 'a', payload: Buffer.from('x'), qos: 1 as const, retain: true, properties: willProperties };
      const connect = {
        cmd: 'connect' as const,
        clientId: word(random) || 'c',
        clean: random.below(2) === 0,
        keepalive: 60,
      };
      const options = { protocolVersion: 5 as const, username: 'u', password: Buffer.from('p') };
      const written = generate({ ...connect, ...options, properties, will } as Packet, options);
      expect({ seed: SEED, ...readPacket(written) }).toEqual({
        seed: SEED,
        name: 'CONNECT',
        version: 5,
        clientId: connect.clientId,
        clean: connect.clean,
        keepAlive: 60,
        will,
        properties,
      });
    }
  });

  it('takes user properties in their order, which the library loses', () => {
    const properties = Buffer.concat(['b', 'a', 'b'].map((name) => Buffer.concat([bytes(38), text(name), text('1')])));
    const read = readPacket(packet(3, 0, text('a'), bytes(properties.length), properties), 5);
    const userProperties = [
      ['b', '1'],
      ['a', '1'],
      ['b', '1'],
    ];
    expect(read).toMatchObject({ properties: { userProperties } });
  });
});

describe('what is written', () => {
  it('is read by the library as it was meant', () => {
    const random = seededRandom(SEED);
    for (let round = 0; round < 300; round += 1) {
      const version = random.pick([4, 5] as const);
      const qos = random.pick([0, 1] as const);
      const properties = messageProperties(random);
      const given = {
        topic: 'ä/b',
        payload: Buffer.from(word(random)),
        qos,
        retain: random.below(2) === 0,
        properties,
      };
      const packetId = qos === 0 ? 0 : 1 + random.below(65_535);
      const read = asLibrary(publish(version, { ...given, packetId }), version);
      const hasProperties = version === 5 && Object.keys(properties).length > 0;
      expect({ seed: SEED, properties: undefined, ...read, payload: String(read.payload) }).toMatchObject({
        seed: SEED,
        ...given,
        payload: String(given.payload),
        ...(qos === 0 ? {} : { messageId: packetId }),
        ...(hasProperties ? { properties } : { properties: undefined }),
      });
    }
  });

  it.each([
    { title: 'a long payload', length: 20_000 },
    { title: 'a payload of 126 bytes in all', length: 120 },
  ])('keeps $title whole', ({ length }) => {
    const payload = Buffer.alloc(length, 'x');
    const message = { topic: 'abc', payload, qos: 0, retain: false, packetId: 0, properties: {} };
    expect(asLibrary(publish(4, message), 4)).toMatchObject({ topic: 'abc', payload });
  });

  it.each([
    {
      title: 'CONNACK of 3.1.1',
      written: connack(true, 0),
      version: 4,
      read: { cmd: 'connack', sessionPresent: true },
    },
    {
      title: 'CONNACK that refuses',
      written: connack(false, 0x87, 'none'),
      version: 5,
      read: { cmd: 'connack', sessionPresent: false, reasonCode: 0x87 },
    },
    { title: 'PUBACK', written: puback(300), version: 5, read: { cmd: 'puback', messageId: 300, reasonCode: 0 } },
    {
      title: 'PUBACK that refuses',
      written: puback(300, 0x87),
      version: 5,
      read: { cmd: 'puback', messageId: 300, reasonCode: 0x87 },
    },
    {
      title: 'SUBACK',
      written: suback(5, 7, [0, 1, 0x87]),
      version: 5,
      read: { cmd: 'suback', messageId: 7, granted: [0, 1, 0x87] },
    },
    { title: 'UNSUBACK', written: unsuback(5, 7, [0, 17]), version: 5, read: { cmd: 'unsuback', granted: [0, 17] } },
    { title: 'UNSUBACK of 3.1.1', written: unsuback(4, 7, [0]), version: 4, read: { cmd: 'unsuback', messageId: 7 } },
    { title: 'DISCONNECT', written: disconnect(0x8e), version: 5, read: { cmd: 'disconnect', reasonCode: 0x8e } },
  ])('is a $title', ({ written, version, read }) => {
    expect(asLibrary(written, version as 4 | 5)).toMatchObject(read);
  });
});

describe('reading MQTT 5', () => {
  const properties = (...values: number[]) => packet(3, 0, text('a'), bytes(values.length, ...values));
  const connect = (...values: number[]) =>
    packet(1, 0, text('MQTT'), bytes(5, 2, 0, 60, values.length, ...values), text('c'));
  it.each([
    { title: 'a property twice', packet: connect(33, 0, 1, 33, 0, 2), code: 0x82, words: 'receiveMaximum twice' },
    { title: 'a receive maximum of 0', packet: connect(33, 0, 0), code: 0x82, words: 'receiveMaximum 0' },
    { title: 'a packet size of 0', packet: connect(39, 0, 0, 0, 0), code: 0x82, words: 'maximumPacketSize 0' },
    { title: 'authentication data alone', packet: connect(22, 0, 1, 1), code: 0x82, words: 'without a method' },
    { title: 'a property of another packet', packet: properties(33, 0, 1), code: 0x81, words: 'property 33' },
    { title: 'a subscription identifier from a client', packet: properties(11, 1), code: 0x81, words: 'property 11' },
    { title: 'an unknown property', packet: properties(99, 0), code: 0x81, words: 'property 99' },
    { title: 'a boolean of 7', packet: properties(1, 7), code: 0x82, words: '7 where' },
    { title: 'properties longer than they say', packet: properties(35, 0), code: 0x81, words: 'too early' },
    {
      title: 'properties that end within one',
      packet: packet(3, 0, text('a'), bytes(2, 35, 0, 1)),
      code: 0x81,
      words: 'longer than they say',
    },
    {
      title: 'a length in more bytes than it takes',
      packet: packet(3, 0, text('a'), bytes(0x80, 0)),
      code: 0x81,
      words: 'a length',
    },
    {
      title: 'retain handling 3',
      packet: packet(8, 2, bytes(0, 1, 0), text('a'), bytes(0x30)),
      code: 0x82,
      words: 'retain handling',
    },
    {
      title: 'reserved bits of options',
      packet: packet(8, 2, bytes(0, 1, 0), text('a'), bytes(0x40)),
      code: 0x81,
      words: 'reserved bits',
    },
  ])('refuses $title', ({ packet, code, words }) => {
    const read = () => readPacket(packet, 5);
    expect(read).toThrow(MalformedPacket);
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
  });
});

it('30,000 user properties are written in one piece, as every receiver of a message gets them', () => {
  const userProperties = Array.from({ length: 30_000 }, (_, index) => ['ä', String(index)] as const);
  const [from, concat] = [jest.spyOn(Buffer, 'from'), jest.spyOn(Buffer, 'concat')];
  const message = { topic: 'a', payload: Buffer.from('x'), qos: 0, retain: false, packetId: 0 };
  const written = publish(5, { ...message, properties: { userProperties } });
  const pieces = from.mock.calls.length + concat.mock.calls.length;
  jest.restoreAllMocks();
  expect(pieces).toBeLessThan(20);
  expect(readPacket(written, 5)).toMatchObject({ properties: { userProperties } });
});
