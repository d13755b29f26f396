import { runStorm } from '../../bench/storm/storm.js';
import { createVirtualClock } from '../../bench/storm/virtual-clock.js';

describe('the clock of the storm', () => {
  it('calls what was planned in order of time, and waits for each', async () => {
    const clock = createVirtualClock();
    const seen: string[] = [];
    for (const time of [30, 10, 20, 5, 40]) {
      clock.at(time, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${time} at ${clock.now()}`);
      });
    }
    clock.at(10, () => clock.at(15, () => seen.push('planned meanwhile')));
    clock.at(35, () => seen.push('taken back'))();
    await clock.run();
    expect(seen).toEqual(['5 at 5', '10 at 10', 'planned meanwhile', '20 at 20', '30 at 30', '40 at 40']);
  });
});

describe('a storm of new users', () => {
  it('attaches every one of them, with few requests too many, and none when they return', async () => {
    const { lost, finalErrors, lastSeconds, attemptsPerIdentity, returning, attachedAt } = await runStorm({
      identities: 60,
      quota: 5,
      throttling: { rateLimit: 7, burstLimit: 7 },
      routing: 'latest',
      arriveWithin: 1000,
    });
    expect({ lost, finalErrors }).toEqual({ lost: 0, finalErrors: 0 });
    expect(attachedAt).toHaveLength(60);
    // Twelve seconds at best, but for the burst of one second.
    expect(lastSeconds).toBeGreaterThan(60 / 5 - 1.1);
    expect(lastSeconds).toBeLessThan(60);
    expect(attemptsPerIdentity).toBeLessThanOrEqual(1.5);
    expect(returning).toEqual({ identities: 60, connected: 60, attachCalls: 0 });
  }, 20_000);

  it('loses none of them where Lambda throttles, which API Gateway answers with a 500 of its own', async () => {
    const { lost, finalErrors, environments, throttledInvocations } = await runStorm({
      identities: 60,
      quota: 5,
      throttling: undefined,
      routing: 'random',
      concurrentExecutions: 2,
      arriveWithin: 1000,
    });
    expect({ lost, finalErrors, environments }).toEqual({ lost: 0, finalErrors: 0, environments: 2 });
    expect(throttledInvocations).toBeGreaterThan(10);
  }, 20_000);
});
