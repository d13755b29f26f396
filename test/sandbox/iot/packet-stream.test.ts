import { PacketStream } from '../../../sandbox/iot/mqtt/packet-stream.js';
import { seededRandom } from '../../support/seeded-random.js';
import { bytes, packet, remainingLength, text } from './raw-packets.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);

describe('a stream of packets', () => {
  it('is cut where they end, however their bytes come', () => {
    const random = seededRandom(SEED);
    const given = Array.from({ length: 50 }, () => packet(3, 0, text('a'), Buffer.alloc(random.below(300), 'x')));
    const stream = new PacketStream(() => 1000);
    const got: Buffer[] = [];
    for (let left = Buffer.concat(given); left.length > 0; ) {
      const length = 1 + random.below(200);
      stream.add(left.subarray(0, length));
      left = left.subarray(length);
      for (let next = stream.next(); next !== undefined; next = stream.next()) got.push(next);
    }
    expect(got).toEqual(given);
  });

  it('that come byte by byte are put together once, and not at each byte', () => {
    const [stream, concat] = [new PacketStream(() => 20_000), jest.spyOn(Buffer, 'concat')];
    const given = packet(3, 0, text('a'), Buffer.alloc(10_000));
    concat.mockClear();
    for (const byte of given) {
      expect(stream.next()).toBeUndefined();
      stream.add(Buffer.alloc(0));
      stream.add(Buffer.of(byte));
    }
    expect(stream.next()).toEqual(given);
    expect(concat.mock.calls.length).toBeLessThan(10);
    concat.mockRestore();
  });

  it('refuses what is too long before it has come', () => {
    const stream = new PacketStream(() => 1000);
    stream.add(Buffer.concat([bytes(0x30), remainingLength(1001)]));
    expect(() => stream.next()).toThrow(expect.objectContaining({ code: 0x95 }));
  });
});
