import { readPacket } from '../../../sandbox/iot/mqtt/read-packet.js';
import {
  bytes,
  connectPacket,
  packet,
  publishPacket,
  remainingLength,
  subscribePacket,
  text,
  unsubscribePacket,
} from './raw-packets.js';

const id = bytes(0, 1);
const will = { topic: 'a', qos: 1, retain: true };
/** A CONNECT with these flags and whatever follows the client ID. */
const connect = (flags: number, ...more: Uint8Array[]) =>
  packet(1, 0, text('MQTT'), bytes(4, flags, 0, 60), text('c'), ...more);

describe('reading a packet', () => {
  it.each([
    { title: 'CONNECT', bytes: connectPacket({ clientId: 'c' }), name: 'CONNECT' },
    { title: 'CONNECT with a will', bytes: connectPacket({ clientId: 'c', will }), name: 'CONNECT' },
    { title: 'CONNECT with user and password', bytes: connect(0xc2, text('u'), text(bytes(0, 255))), name: 'CONNECT' },
    {
      title: 'CONNECT of MQTT 3.1',
      bytes: packet(1, 0, text('MQIsdp'), bytes(3, 2, 0, 60), text('c')),
      name: 'CONNECT',
    },
    {
      title: 'CONNECT of MQTT 5',
      bytes: packet(1, 0, text('MQTT'), bytes(5, 2, 0, 60, 0), text('c')),
      name: 'CONNECT',
    },
    { title: 'PUBLISH', bytes: publishPacket('ä/𝛑'), name: 'PUBLISH' },
    { title: 'PUBLISH again', bytes: publishPacket('a', { qos: 1, dup: true, id: 65_535 }), name: 'PUBLISH' },
    { title: 'PUBLISH of QoS 2', bytes: publishPacket('a', { qos: 2 }), name: 'PUBLISH' },
    { title: 'PUBLISH without a payload', bytes: publishPacket('a', { payload: '' }), name: 'PUBLISH' },
    { title: 'a long PUBLISH', bytes: publishPacket('a', { payload: 'x'.repeat(20_000) }), name: 'PUBLISH' },
    { title: 'PUBACK', bytes: packet(4, 0, id), name: 'PUBACK' },
    { title: 'PINGREQ', bytes: packet(12, 0), name: 'PINGREQ' },
    { title: 'DISCONNECT', bytes: packet(14, 0), name: 'DISCONNECT' },
  ])('takes $title', ({ bytes, name }) => {
    expect(readPacket(bytes)).toMatchObject({ name });
  });

  it('tells the filters of SUBSCRIBE and UNSUBSCRIBE', () => {
    const filters = (qos: number) => [
      { topic: 'a/#', qos },
      { topic: 'b', qos },
    ];
    const subscribed = readPacket(subscribePacket(['a/#', 'b'], { qos: 1 }));
    expect(subscribed).toMatchObject({ name: 'SUBSCRIBE', packetId: 1, filters: filters(1) });
    const unsubscribed = readPacket(unsubscribePacket(['a/#', 'b']));
    expect(unsubscribed).toMatchObject({ name: 'UNSUBSCRIBE', packetId: 1, filters: ['a/#', 'b'] });
  });

  it.each([
    { title: 'packet ID 0 of a PUBLISH', bytes: publishPacket('a', { qos: 1, id: 0 }), words: 'packet ID 0' },
    { title: 'packet ID 0 of a SUBSCRIBE', bytes: subscribePacket(['a'], { id: 0 }), words: 'packet ID 0' },
    { title: 'packet ID 0 of an UNSUBSCRIBE', bytes: unsubscribePacket(['a'], { id: 0 }), words: 'packet ID 0' },
    { title: 'packet ID 0 of a PUBACK', bytes: packet(4, 0, bytes(0, 0)), words: 'packet ID 0' },
    { title: 'DUP at QoS 0', bytes: publishPacket('a', { dup: true }), words: 'DUP at QoS 0' },
    { title: 'QoS 3', bytes: publishPacket('a', { qos: 3 }), words: 'QoS 3' },
    { title: 'a filter of QoS 3', bytes: subscribePacket(['a'], { qos: 3 }), words: 'QoS 3' },
    { title: 'a filter with reserved bits', bytes: subscribePacket(['a'], { qos: 0x81 }), words: 'QoS 129' },
    { title: 'a topic that is not UTF-8', bytes: publishPacket(bytes(0x61, 0xff)), words: 'not UTF-8' },
    { title: 'a topic with half a surrogate', bytes: publishPacket(bytes(0xed, 0xa0, 0x80)), words: 'not UTF-8' },
    { title: 'a filter that is not UTF-8', bytes: subscribePacket([bytes(0xc3)]), words: 'not UTF-8' },
    { title: 'a client ID that is not UTF-8', bytes: connectPacket({ clientId: bytes(0x80) }), words: 'not UTF-8' },
    { title: 'a topic with U+0000', bytes: publishPacket('a\0b'), words: 'U+0000' },
    {
      title: 'a will topic with U+0000',
      bytes: connectPacket({ clientId: 'c', will: { topic: '\0' } }),
      words: 'U+0000',
    },
    { title: 'a filter to give up with U+0000', bytes: unsubscribePacket(['\0']), words: 'U+0000' },
    { title: 'a SUBSCRIBE without filters', bytes: packet(8, 2, id), words: 'ends too early' },
    { title: 'an UNSUBSCRIBE without filters', bytes: packet(10, 2, id), words: 'ends too early' },
    { title: 'a filter without its QoS', bytes: packet(8, 2, id, text('a')), words: 'ends too early' },
    { title: 'a topic longer than its packet', bytes: packet(3, 0, bytes(0, 9, 0x61)), words: 'ends too early' },
    { title: 'a will that is announced and missing', bytes: connect(0x06), words: 'ends too early' },
    { title: 'bytes after a CONNECT', bytes: connect(0x02, bytes(1)), words: 'bytes after the end of CONNECT' },
    { title: 'bytes after a PINGREQ', bytes: packet(12, 0, bytes(1)), words: 'bytes after the end of PINGREQ' },
    {
      title: 'wrong flags of a SUBSCRIBE',
      bytes: packet(8, 0, id, text('a'), bytes(0)),
      words: 'flags 0 in SUBSCRIBE',
    },
    { title: 'wrong flags of a DISCONNECT', bytes: packet(14, 1), words: 'flags 1 in DISCONNECT' },
    { title: 'the reserved flag of CONNECT', bytes: connect(0x03), words: 'reserved flag' },
    { title: 'a will of QoS 3', bytes: connect(0x1e, text('a'), text('')), words: 'flags of the will' },
    { title: 'the QoS of no will', bytes: connect(0x0a), words: 'flags of the will' },
    { title: 'the retain flag of no will', bytes: connect(0x22), words: 'flags of the will' },
    { title: 'a password without a user', bytes: connect(0x42, text('p')), words: 'without a user name' },
    {
      title: 'a protocol level of bridges',
      bytes: packet(1, 0, text('MQTT'), bytes(0x84, 2, 0, 60), text('c')),
      words: 'protocol level 132',
    },
    { title: 'a packet of QoS 2', bytes: packet(6, 2, id), words: 'type 6' },
    { title: 'a packet that only brokers send', bytes: packet(2, 0, id), words: 'type 2' },
    { title: 'a packet of no type', bytes: packet(0, 0), words: 'type 0' },
  ])('refuses $title', ({ bytes, words }) => {
    expect(() => readPacket(bytes)).toThrow(expect.objectContaining({ name: 'MalformedPacket' }));
    expect(() => readPacket(bytes)).toThrow(words);
  });

  it('writes lengths as MQTT does', () => {
    expect([...remainingLength(127), ...remainingLength(128), ...remainingLength(2_097_152)]).toEqual([
      127, 0x80, 1, 0x80, 0x80, 0x80, 1,
    ]);
  });
});
