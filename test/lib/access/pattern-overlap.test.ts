import { covers, mayOverlap } from '../../../lib/access/pattern-overlap.js';
import { randomChoices } from '../random-choices.js';

const guid = 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef';

describe('a pattern in a role and one in the IoT policy', () => {
  it.each([
    ['devices/{thing}/*', 'devices/*'],
    ['devices/{thing}/*', 'devices/lobby/state'],
    ['devices/{thing}/a', 'devices/{thing}/*'],
    ['devices/{thing}/a', 'devices/*/a'],
    // `*` spans levels: the thing's name is `x/b` to the role.
    ['devices/{thing}/a', 'devices/x/b/a'],
    ['devices/{thing}/a', 'devices/{tenant}/a'],
    ['{thing}', 'app-{identity}'],
    ['{thing}', '{identity}-*'],
    ['users/{identity}/{thing}', 'users/{identity}/*'],
    // Somebody's identity ID may be written into a pattern.
    ['users/{identity}/{thing}', `users/${guid}/a`],
    ['users/{identity}/{thing}', 'users/*'],
    ['a/*/{thing}', 'a/b/c'],
  ])('may cover the same: %s and %s', (inRole, inIotPolicy) => {
    expect(mayOverlap(inRole, inIotPolicy)).toBe(true);
  });

  it.each([
    ['devices/{thing}/*', 'machines/*'],
    ['devices/{thing}/a', 'devices/{thing}/b'],
    ['devices/{thing}/a', 'devices/*/b'],
    // The name of a thing has no slash, so neither has what the IoT policy puts in its place.
    ['devices/{thing}/a/b', 'devices/{thing}/b'],
    // An identity ID has a colon, and only the guid's digits behind it.
    ['{identity}/{thing}', 'devices/*'],
    ['users/{identity}/{thing}', 'users/{identity}-x/a'],
    ['a/*/{thing}', 'a/b'],
    ['$aws/things/{thing}/shadow/*get', '$aws/things/{thing}/shadow/*update'],
  ])('never cover the same: %s and %s', (inRole, inIotPolicy) => {
    expect(mayOverlap(inRole, inIotPolicy)).toBe(false);
  });

  it('are told apart exactly as trying every short text tells them apart', () => {
    const random = randomChoices(1);
    const texts = textsUpTo(6, ['a', 'b', '/']);
    const pieces = ['a', 'b', '/', '*', '{thing}'];
    const outcomes = { overlapping: 0, apart: 0 };
    for (let round = 0; round < 1500; round += 1) {
      const [inRole, inIotPolicy] = [random.text(pieces, 4), random.text(pieces, 4)];
      const role = expression(inRole, '.*');
      const iotPolicy = expression(inIotPolicy, '[ab]+');
      const witness = texts.find((text) => role.test(text) && iotPolicy.test(text));
      expect([inRole, inIotPolicy, mayOverlap(inRole, inIotPolicy)]).toEqual([
        inRole,
        inIotPolicy,
        witness !== undefined,
      ]);
      outcomes[witness === undefined ? 'apart' : 'overlapping'] += 1;
    }
    expect(Math.min(outcomes.overlapping, outcomes.apart)).toBeGreaterThan(100);
  });
});

describe('a pattern of an IoT policy', () => {
  it.each([
    ['a/*', 'a/b'],
    ['a/*', 'a/{thing}/*'],
    ['a/*', 'a/{tenant}'],
    ['a/{thing}/*', 'a/{thing}/b'],
    ['a/{tenant}/b', 'a/*/b'],
    ['a/**', 'a/*'],
    ['a/{identity}/*', 'a/{identity}/{thing}'],
  ])('covers: %s covers %s', (wide, narrow) => {
    expect(covers(wide, narrow)).toBe(true);
  });

  it.each([
    ['a/b', 'a/*'],
    ['a/{thing}', 'a/*'],
    ['a/{thing}', 'a/b'],
    ['a/{identity}', 'a/{thing}'],
    ['a/{thing}', 'a/{identity}'],
    // Text of the words themselves is no text of what they stand for.
    ['a/*t*', 'a/{identity}'],
    ['a/$*', 'a/{identity}'],
    ['a/{thing}/*', 'a/b/{thing}/c'],
  ])('does not cover: %s does not cover %s', (wide, narrow) => {
    expect(covers(wide, narrow)).toBe(false);
  });

  it('covers exactly as trying every short text says', () => {
    const random = randomChoices(2);
    // One letter more than patterns have, so that `*` is not mistaken for one of theirs.
    const texts = textsUpTo(5, ['a', '/', 'z']);
    const found = { true: 0, false: 0 };
    for (let round = 0; round < 1500; round += 1) {
      const [wide, narrow] = [random.text(['a', '/', '*'], 4), random.text(['a', '/', '*'], 4)];
      const all = texts.filter((text) => expression(narrow, '').test(text));
      const covered = all.every((text) => expression(wide, '').test(text));
      expect([wide, narrow, covers(wide, narrow)]).toEqual([wide, narrow, covered]);
      found[`${covered}`] += 1;
    }
    expect(Math.min(found.true, found.false)).toBeGreaterThan(100);
  });
});

function expression(pattern: string, thing: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('{thing}', thing)}$`);
}

function textsUpTo(length: number, characters: readonly string[]): string[] {
  let last = [''];
  const all = [...last];
  for (let size = 1; size <= length; size += 1) {
    last = last.flatMap((text) => characters.map((character) => text + character));
    all.push(...last);
  }
  return all;
}
