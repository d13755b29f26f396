import { createRateLimiter } from '../../../sandbox/base/rate-limiter.js';
import { stoppedClock } from '../cognito/stopped-clock.js';

function takes(limiter: { take(): boolean }, calls: number): number {
  return Array.from({ length: calls }, () => limiter.take()).filter(Boolean).length;
}

describe('a rate limiter', () => {
  it('lets the quota of a second through and no more', () => {
    expect(takes(createRateLimiter(stoppedClock().now, 15), 20)).toBe(15);
  });

  it('fills up again with time, and never beyond the burst', () => {
    const clock = stoppedClock();
    const limiter = createRateLimiter(clock.now, 10, 20);
    expect(takes(limiter, 30)).toBe(20);
    clock.advance(500);
    expect(takes(limiter, 30)).toBe(5);
    clock.advance(3_600_000);
    expect(takes(limiter, 30)).toBe(20);
  });

  it('lets none through at 0 a second', () => {
    const clock = stoppedClock();
    const limiter = createRateLimiter(clock.now, 0);
    clock.advance(3_600_000);
    expect(takes(limiter, 2)).toBe(0);
  });

  it('lets one through every two seconds at 0.5 a second', () => {
    const clock = stoppedClock();
    const limiter = createRateLimiter(clock.now, 0.5);
    expect(takes(limiter, 2)).toBe(1);
    clock.advance(1000);
    expect(takes(limiter, 1)).toBe(0);
    clock.advance(1000);
    expect(takes(limiter, 2)).toBe(1);
  });
});
