import { createSubscriptionIndex } from '../../../sandbox/iot/mqtt/subscription-index.js';
import { filterCovers } from '../../../sandbox/iot/mqtt-limits.js';
import { seededRandom } from '../../support/seeded-random.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);

describe('the subscriptions that cover a topic', () => {
  it('are those whose filters do, whatever comes and goes', () => {
    const random = seededRandom(SEED);
    const index = createSubscriptionIndex<number>();
    const known = new Set<Parameters<typeof index.add>[0]>();
    const levels = (names: string[]) => Array.from({ length: 1 + random.below(4) }, () => random.pick(names)).join('/');
    for (let step = 0; step < 3000; step += 1) {
      const [gone] = random.below(2) === 0 ? [random.pick([...known, undefined])] : [];
      if (gone !== undefined) {
        known.delete(gone);
        index.delete(gone);
      } else {
        const filter = random.pick(['', '$aws/']) + levels(['a', 'b', '+', '']) + random.pick(['', '/#']);
        const subscription = { session: step, filter, qos: 0, noLocal: false, retainAsPublished: false } as const;
        known.add(subscription);
        index.add(subscription);
      }
      const topic = random.pick(['', '$aws/']) + levels(['a', 'b', '', '__proto__']);
      const found = [...index.matching(topic)].map(({ session }) => session).sort((a, b) => a - b);
      const wanted = [...known].filter(({ filter }) => filterCovers(filter, topic)).map(({ session }) => session);
      expect({ seed: SEED, step, topic, found }).toEqual({ seed: SEED, step, topic, found: wanted });
    }
  });
});
