import { rowsInFront, visibleRows } from '../../console/live/visible-rows.js';

describe('a list of 5,000 rows', () => {
  const drawn = (scrollTop: number) => {
    const { first, end } = visibleRows(scrollTop, 600, 34, 5000);
    return { first, end, count: end - first };
  };

  it.each([0, 1000, 85_000, 169_400, 1_000_000, -50])('draws little of it, scrolled to %i', (scrollTop) => {
    expect(drawn(scrollTop).count).toBeLessThan(50);
  });

  it('draws what is seen', () => {
    expect(drawn(0).first).toBe(0);
    expect(drawn(3400)).toMatchObject({ first: 88 });
    expect(drawn(3400).end).toBeGreaterThanOrEqual(118);
    expect(drawn(170_000 - 600).end).toBe(5000);
  });

  it('knows how many came in front of what was first', () => {
    expect(rowsInFront(['5', '4', '3'], '3')).toBe(2);
    expect(rowsInFront(['5', '4'], '1')).toBe(0);
    expect(rowsInFront(['5'], undefined)).toBe(0);
  });
});
