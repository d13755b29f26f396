import { bytes, packet, text } from '../sandbox/iot/raw-packets.js';
import type { Random } from '../support/seeded-random.js';

const NAMES = [
  'a',
  'a/b',
  '',
  '#',
  '+',
  '+/+',
  '$share/g/a',
  '$aws/things/x/shadow/get',
  '$aws/events/presence/#',
  '__proto__',
];

/** Property numbers with what belongs there, what is too much of it, and what is no property at all. */
function properties(random: Random): Buffer {
  const number = () => bytes(random.below(256), random.below(256));
  const word = () => text(random.pick(['', 'a', 'ä', '\0', 'x'.repeat(random.below(300))]));
  const written = Array.from({ length: random.below(4) }, () => {
    const id = random.pick([1, 2, 3, 8, 9, 11, 17, 21, 22, 23, 24, 25, 31, 33, 34, 35, 38, 38, 39, 99]);
    const value = () => {
      if ([1, 23, 25].includes(id)) return bytes(random.below(3));
      if ([2, 17, 24, 39].includes(id)) return Buffer.concat([number(), number()]);
      if (id === 38) return Buffer.concat([word(), word()]);
      if (id === 11) return bytes(random.below(128));
      return [33, 34, 35].includes(id) ? random.pick([bytes(0, random.below(10)), number()]) : word();
    };
    return Buffer.concat([bytes(id), value()]);
  });
  const all = Buffer.concat(written);
  const length = all.length < 128 ? bytes(all.length) : bytes((all.length & 127) | 128, all.length >> 7);
  return Buffer.concat([random.below(20) === 0 ? number() : length, all]);
}

/** A CONNECT of MQTT 5 that is mostly taken. */
function connect5(random: Random, clientId: string): Buffer {
  const flags = random.pick([0, 2, 2, 6, 0x26, 0x0e]);
  const will = flags & 4 ? [properties(random), text(random.pick(NAMES)), text('gone')] : [];
  const own = random.below(3) === 0 ? properties(random) : bytes(5, 17, 0, 0, 0, random.below(99));
  return packet(1, 0, text('MQTT'), bytes(5, flags, 0, random.below(256)), own, text(clientId), ...will);
}

/** Packets of MQTT 5, as they may be and as they may not. */
export function packets5(random: Random, round: number): Buffer[] {
  const topic = () => text(random.pick(NAMES));
  const id = () => bytes(0, random.below(3));
  const plain = () => (random.below(2) === 0 ? bytes(0) : properties(random));
  const qos = random.below(4);
  const payload = Buffer.from(random.pick(['', '{', 'x', '{"state":{"desired":{"a":1}}}']));
  return [
    connect5(random, random.pick([`d${round}`, `d${round % 7}`, '', '__proto__'])),
    packet(3, (qos << 1) | random.below(2), topic(), ...(qos > 0 ? [id()] : []), plain(), payload),
    packet(3, 0, topic(), plain(), payload),
    packet(3, 2, text('a/b'), bytes(0, 1 + random.below(9), 3, 35, 0, random.below(10)), payload),
    packet(3, 2, text(''), bytes(0, 1 + random.below(9), 3, 35, 0, random.below(10)), payload),
    packet(4, 0, id(), ...(random.below(2) === 0 ? [] : [bytes(random.below(256)), plain()])),
    packet(8, 2, id(), plain(), topic(), bytes(random.below(64)), topic(), bytes(random.below(3))),
    packet(10, 2, id(), plain(), topic(), topic()),
    packet(12, 0),
    packet(14, 0, ...(random.below(2) === 0 ? [] : [bytes(random.below(256)), plain()])),
    packet(15, 0, bytes(random.below(256)), plain()),
  ];
}
