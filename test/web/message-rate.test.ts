import { messageRate, SECONDS_AGO, stacked } from '../../web/messages/message-rate.js';

describe('the plot of messages', () => {
  const now = 1_000_000_500;
  const secondsAgo = (seconds: number, filter: string) => ({ time: now - seconds * 1000, filter });

  it('counts each filter in each second, the newest last', () => {
    const arrivals = [secondsAgo(0, 'a'), secondsAgo(0, 'a'), secondsAgo(2, 'a'), secondsAgo(2, 'b')];
    const [a = [], b = []] = messageRate(arrivals, ['a', 'b'], now);
    expect(a).toHaveLength(SECONDS_AGO.length);
    expect(a.slice(-3)).toEqual([1, 0, 2]);
    expect(b.slice(-3)).toEqual([1, 0, 0]);
  });

  it('forgets what is older than it shows', () => {
    const [a = []] = messageRate([secondsAgo(60, 'a'), secondsAgo(59, 'a')], ['a'], now);
    expect(a[0]).toBe(1);
    expect(a.reduce((sum, count) => sum + count)).toBe(1);
  });

  it('lets the bars of one second stand on each other', () => {
    const rates = messageRate([secondsAgo(0, 'a'), secondsAgo(0, 'b'), secondsAgo(0, 'b')], ['a', 'b'], now);
    expect(stacked(rates).map((counts) => counts.at(-1))).toEqual([1, 3]);
  });
});
