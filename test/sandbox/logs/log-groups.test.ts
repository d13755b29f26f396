import { createLogGroups } from '../../../sandbox/logs/log-groups.js';

/** With a clock that is told its time. */
function newLogGroups() {
  let time = 1_000;
  return { groups: createLogGroups({ now: () => time }), at: (now: number) => (time = now) };
}

describe('log groups', () => {
  it('have what was written, by the time of the clock, oldest first', () => {
    const { groups, at } = newLogGroups();
    groups.write('/aws/lambda/f', 'one', 'first');
    at(2_000);
    groups.write('/aws/lambda/f', 'two', 'second');
    const [first, second] = groups.events('/aws/lambda/f');
    expect(first).toMatchObject({ timestamp: 1_000, stream: 'one', message: 'first' });
    expect(second).toMatchObject({ timestamp: 2_000, stream: 'two', message: 'second' });
    expect((first?.id ?? '') < (second?.id ?? '')).toBe(true);
    expect(groups.streams('/aws/lambda/f').map(({ name, createdAt }) => [name, createdAt])).toEqual([
      ['one', 1_000],
      ['two', 2_000],
    ]);
  });

  it('are there when they were created or written into, by name', () => {
    const { groups } = newLogGroups();
    groups.write('b', 's', 'x');
    groups.create('a', 7);
    groups.create('b', 7);
    expect(groups.groups()).toEqual([
      { name: 'a', createdAt: 1_000, bytes: 0, retentionInDays: 7 },
      { name: 'b', createdAt: 1_000, bytes: 27, retentionInDays: undefined },
    ]);
    expect([groups.has('a'), groups.has('c'), groups.events('c'), groups.streams('c')]).toEqual([true, false, [], []]);
  });

  it('forget their oldest lines, and streams that have none left', () => {
    const { groups } = newLogGroups();
    groups.write('g', 'old', 'x');
    for (let line = 0; line < 10_000; line += 1) groups.write('g', 'new', String(line));
    expect(groups.events('g')).toHaveLength(10_000);
    expect(groups.streams('g').map(({ name }) => name)).toEqual(['new']);
  });

  it('keep four megabytes at most, and of a line 256 KB', () => {
    const { groups } = newLogGroups();
    for (let line = 0; line < 20; line += 1) groups.write('g', 's', 'ü'.repeat(300_000));
    expect(groups.groups()[0]?.bytes).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(groups.events('g').map(({ message }) => Buffer.byteLength(message))).toEqual(Array(15).fill(256 * 1024));
  });
});

it('a group forgets what is older than it keeps', () => {
  const { groups, at } = newLogGroups();
  groups.create('g', 1);
  groups.write('g', 's', 'first');
  at(1_000 + 24 * 3_600_000);
  expect(groups.events('g')).toHaveLength(1);
  at(1_001 + 24 * 3_600_000);
  expect(groups.events('g')).toEqual([]);
});
