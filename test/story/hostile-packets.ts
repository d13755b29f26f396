import {
  bytes,
  connectPacket,
  packet,
  publishPacket,
  subscribePacket,
  unsubscribePacket,
} from '../sandbox/iot/raw-packets.js';
import type { Random } from '../support/seeded-random.js';

const NAMES = [
  'a',
  'a/b',
  '',
  '#',
  '+',
  'a/#',
  '+/+',
  '$aws/things/x/shadow/update',
  '$SYS/#',
  'constructor',
  '__proto__',
];
const DEEP = 'x/'.repeat(120);

export function packets(random: Random, round: number): Buffer[] {
  const topic = () => random.pick([...NAMES, DEEP, 'ä', '\0', 'x'.repeat(300)]);
  const clientId = random.pick([`c${round}`, `c${round % 7}`, '', '$x', '__proto__', 'constructor', 'x'.repeat(200)]);
  const clean = random.below(2) === 0;
  const will = { topic: topic(), qos: random.below(4), retain: random.below(2) === 0 };
  const id = random.below(3);
  return [
    connectPacket({
      clientId: `c${round}`,
      clean,
      ...(random.below(2) === 0 ? { will: { ...will, topic: 'a' } } : {}),
    }),
    connectPacket({ clientId, clean, ...(random.below(2) === 0 ? { will } : {}) }),
    subscribePacket([topic(), topic()], { id, qos: random.below(4) }),
    unsubscribePacket([topic(), topic()], { id }),
    publishPacket(topic(), { qos: random.below(4), id, retain: random.below(2) === 0, dup: random.below(2) === 0 }),
    publishPacket('$aws/things/x/shadow/update', { payload: random.pick(['', '{', '[]', 'null', '{"state":7}']) }),
    packet(4, 0, bytes(0, id)),
    packet(
      random.below(16),
      random.below(16),
      bytes(...Array.from({ length: random.below(9) }, () => random.below(256))),
    ),
    packet(12, 0),
    packet(14, 0),
  ];
}

/** As it is, or with bytes changed, lost or added. */
export function mangled(random: Random, whole: Buffer): Buffer {
  const copy = Buffer.from(whole);
  const place = random.below(copy.length);
  switch (random.below(5)) {
    case 0:
      copy[place] = random.below(256);
      return copy;
    case 1:
      return copy.subarray(0, place);
    case 2:
      return Buffer.concat([copy, copy.subarray(place)]);
    default:
      return copy;
  }
}
