import { createQuotaShare } from '../../../lambda/attach-policy/quota-share.js';

/** A pace with a clock of its own, and a quota that answers what the pace lets through. */
function paceAt(quotaPerSecond: number) {
  let time = 1_000_000;
  let tokens = quotaPerSecond;
  const counts = { succeeded: 0, throttled: 0, turnedAway: 0 };
  const pace = createQuotaShare(
    () => time,
    () => 0.5,
  );
  const call = (): number => {
    const seconds = pace.admit();
    if (seconds > 0) {
      counts.turnedAway += 1;
      return seconds;
    }
    if (tokens >= 1) {
      tokens -= 1;
      counts.succeeded += 1;
      pace.succeeded();
      return 0;
    }
    counts.throttled += 1;
    return pace.throttled();
  };
  const pass = (milliseconds: number) => {
    time += milliseconds;
    tokens = Math.min(quotaPerSecond, tokens + (milliseconds / 1000) * quotaPerSecond);
  };
  return { call, pass, counts, pace };
}

describe('the pace', () => {
  it('holds nobody back while AWS IoT refuses nobody', () => {
    const { call, counts } = paceAt(1000);
    for (let index = 0; index < 1000; index += 1) call();
    expect(counts).toEqual({ succeeded: 1000, throttled: 0, turnedAway: 0 });
  });

  it.each([15, 100])('uses a quota of %i a second to the full, with one request in three too many at most', (quota) => {
    const { call, pass, counts } = paceAt(quota);
    const second = () => {
      for (let index = 0; index < 20 * quota; index += 1) {
        pass(1000 / (20 * quota));
        call();
      }
    };
    for (let warmUp = 0; warmUp < 20; warmUp += 1) second();
    const before = { ...counts };
    for (let measured = 0; measured < 30; measured += 1) second();
    const succeeded = counts.succeeded - before.succeeded;
    expect(succeeded / (30 * quota)).toBeGreaterThan(0.93);
    expect((counts.throttled - before.throttled) / succeeded).toBeLessThan(0.5);
  });

  it('sends a crowd away to different times, none of them far off', () => {
    const { call } = paceAt(0);
    const waits = Array.from({ length: 50 }, call);
    expect(new Set(waits).size).toBeGreaterThan(3);
    expect(Math.min(...waits)).toBe(1);
    expect(Math.max(...waits)).toBeLessThanOrEqual(6);
  });

  it('asks again after the wait that it told', () => {
    const { call, pass, counts } = paceAt(1);
    call();
    const seconds = call();
    pass(seconds * 1000);
    expect(call()).toBe(0);
    expect(counts).toEqual({ succeeded: 2, throttled: 1, turnedAway: 0 });
  });

  it('forgets what was after a quiet quarter of a minute', () => {
    const { call, pass, counts } = paceAt(15);
    for (let index = 0; index < 30; index += 1) call();
    expect(counts.throttled).toBe(1);
    pass(15_001);
    for (let index = 0; index < 15; index += 1) expect(call()).toBe(0);
  });
});
