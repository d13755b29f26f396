import { createClock } from '../../../sandbox/base/clock.js';

describe('the clock', () => {
  beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => jest.useRealTimers());

  it("runs with the machine's own and can be moved ahead", () => {
    const clock = createClock();
    jest.advanceTimersByTime(500);
    clock.advance(3_600_000);
    expect(clock.now()).toBe(1_000_000 + 500 + 3_600_000);
  });

  it("goes back to the machine's time, and calls what is planned for then", () => {
    const clock = createClock();
    clock.advance(3_600_000);
    const callback = jest.fn();
    clock.at(1_000_000 + 3_600_000 + 1000, callback);
    clock.reset();
    expect([clock.now(), clock.moved()]).toEqual([1_000_000, 0]);
    jest.advanceTimersByTime(3_600_000);
    expect(callback).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1000);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('calls back when the time has come, and not before', () => {
    const clock = createClock();
    const callback = jest.fn();
    clock.at(clock.now() + 1000, callback);
    jest.advanceTimersByTime(999);
    expect(callback).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('calls everything that falls due, in its order, before a move returns', () => {
    const clock = createClock();
    const called: string[] = [];
    clock.at(clock.now() + 3000, () => called.push('third'));
    clock.at(clock.now() + 1000, () => {
      called.push('first');
      clock.at(clock.now() - 1, () => called.push('planned meanwhile'));
    });
    clock.at(clock.now() + 9000, () => called.push('too early'));
    clock.advance(5000);
    expect(called).toEqual(['first', 'third', 'planned meanwhile']);
  });

  it('takes a plan back, also from within another', () => {
    const clock = createClock();
    const callback = jest.fn();
    const cancel = clock.at(clock.now() + 2000, callback);
    clock.at(clock.now() + 1000, cancel);
    clock.advance(5000);
    expect(callback).not.toHaveBeenCalled();
  });

  it('plans further ahead than a timer of Node reaches', () => {
    const clock = createClock();
    const callback = jest.fn();
    const days = 24 * 3_600_000;
    clock.at(clock.now() + 60 * days, callback);
    jest.advanceTimersByTime(59 * days);
    expect(callback).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2 * days);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('forgets its plans when it is stopped', () => {
    const clock = createClock();
    clock.at(clock.now() + 1000, () => undefined);
    clock.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a clock with many plans', () => {
  it('takes no longer for one more than with few', () => {
    const clock = createClock();
    const hour = clock.now() + 3_600_000;
    let called = 0;
    const begun = performance.now();
    const plans = Array.from({ length: 100_000 }, (_, number) => {
      return clock.at(hour + ((number * 7919) % 100_000), () => {
        called += 1;
      });
    });
    for (const takeBack of plans.slice(0, 50_000)) takeBack();
    clock.advance(2 * 3_600_000);
    // Looking at all plans each time would take minutes.
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(called).toBe(50_000);
  });
});
