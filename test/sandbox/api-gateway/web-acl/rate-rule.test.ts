import { createRateFilter } from '../../../../sandbox/api-gateway/web-acl/rate-rule.js';

const SECOND = 1000;

describe('a rule by IP address and rate', () => {
  let time = 0;
  const filter = (limit: number, windowSeconds = 300) => createRateFilter({ limit, windowSeconds }, () => time);
  const taken = (lets: ReturnType<typeof filter>, count: number, address = '192.0.2.1') =>
    Array.from({ length: count }, () => lets(address)).filter(Boolean).length;
  beforeEach(() => {
    time = 0;
  });

  it('lets as many through as it says, of each address', () => {
    const lets = filter(10);
    expect(taken(lets, 15)).toBe(10);
    expect(taken(lets, 15, '192.0.2.2')).toBe(10);
  });

  it('looks back on the whole window, not on the calendar', () => {
    const lets = filter(10);
    expect(taken(lets, 5)).toBe(5);
    time = 299 * SECOND;
    expect(taken(lets, 10)).toBe(5);
    time = 302 * SECOND;
    // Ten of 299 seconds ago are still in the window, the five that were blocked among them.
    expect(taken(lets, 1)).toBe(0);
  });

  it('lets an address in again that was quiet for the window, and not one that went on', () => {
    const [quiet, stubborn] = [filter(10), filter(10)];
    for (const lets of [quiet, stubborn]) expect(taken(lets, 20)).toBe(10);
    for (time = SECOND; time < 302 * SECOND; time += SECOND) expect(taken(stubborn, 1)).toBe(0);
    expect(taken(quiet, 1)).toBe(1);
    expect(taken(stubborn, 1)).toBe(0);
  });

  it('counts a second as long as any of it is within the window', () => {
    const lets = filter(1, 60);
    time = 900;
    expect(taken(lets, 1)).toBe(1);
    time = 60 * SECOND + 800;
    expect(taken(lets, 1)).toBe(0);
  });
});
