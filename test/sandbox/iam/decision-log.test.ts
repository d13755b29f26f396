import { createDecisionLog } from '../../../sandbox/iam/decision-log.js';

const question = { principal: 'arn:aws:sts::1:x', action: 'iot:Publish', resource: 'a topic', layers: [] };

describe('the log of decisions', () => {
  it('keeps the last five thousand, whether made anew or told again, with their own numbers and times', () => {
    let now = 1_000;
    const log = createDecisionLog(() => now);
    const first = log.record({ ...question, allowed: true });
    for (let again = 0; again < 6_000; again += 1) {
      now += 1;
      log.recordAgain(first);
    }
    const entries = log.entries();
    expect(entries).toHaveLength(5_000);
    expect(entries[0]).toMatchObject({ number: 1_002, time: '1970-01-01T00:00:02.001Z' });
    expect(entries.at(-1)).toMatchObject({ number: 6_001, time: '1970-01-01T00:00:07.000Z', resource: 'a topic' });
  });

  it('tells those after a number, and none for a number that nobody has', () => {
    const log = createDecisionLog(() => 0);
    for (const resource of ['a', 'b', 'c']) log.record({ ...question, resource, allowed: true });
    expect(log.entries(1).map(({ number, resource }) => [number, resource])).toEqual([
      [2, 'b'],
      [3, 'c'],
    ]);
    expect(log.entries(1.5).map(({ number }) => number)).toEqual([2, 3]);
    for (const since of [3, 4, Number.POSITIVE_INFINITY, Number.NaN]) expect(log.entries(since)).toEqual([]);
  });
});
