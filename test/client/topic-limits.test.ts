import { checkFilter, checkTopic, covers, encodePayload } from '../../client/topic-limits.js';

describe('a topic', () => {
  it.each(['a', 'users/eu-west-1:1-2/a', '1/2/3/4/5/6/7/8', 'é'.repeat(128)])('may be %s', (topic) => {
    expect(() => checkTopic(topic)).not.toThrow();
  });
  it.each([
    ['', 'empty'],
    ['a\0', 'null'],
    ['a/+', 'wildcard'],
    ['a/#', 'wildcard'],
    ['1/2/3/4/5/6/7/8/9', '8 slashes'],
    ['é'.repeat(129), '258 bytes'],
  ])('may not be %j', (topic, says) => {
    expect(() => checkTopic(topic)).toThrow(says);
  });
});

describe('a filter', () => {
  it.each(['a/b', '+', '#', 'a/+/b', 'a/#', '$share/g/1/2/3/4/5/6/7/8', '$share/g/#'])('may be %s', (filter) => {
    expect(() => checkFilter(filter)).not.toThrow();
  });
  it.each([
    '',
    'a+',
    'a/b+/c',
    '#/a',
    'a#',
    '1/2/3/4/5/6/7/8/#',
    '$share/g',
    '$share/g/',
    '$share//a',
    '$share/+/a',
    '$share/g/1/2/3/4/5/6/7/8/9',
  ])('may not be %j', (filter) => {
    expect(() => checkFilter(filter)).toThrow(RangeError);
  });
});

it.each([
  ['a/b', 'a/b', true],
  ['a/b', 'a/c', false],
  ['a/+', 'a/b', true],
  ['a/+', 'a/b/c', false],
  ['a/+', 'a', false],
  ['a/#', 'a/b/c', true],
  ['#', 'a/b', true],
  ['#', '$aws/things', false],
  ['$share/g/a/+', 'a/b', true],
  ['$share/g/#', '$aws/things', false],
  ['$share/g/a', 'b', false],
  ['a/b/c', 'a/b', false],
])('the filter %s covers the topic %s: %s', (filter, topic, expected) => {
  expect(covers(filter, topic)).toBe(expected);
});

it('a payload has 128 KiB at most', () => {
  expect(encodePayload('é')).toEqual(new Uint8Array([0xc3, 0xa9]));
  expect(() => encodePayload(new Uint8Array(128 * 1024))).not.toThrow();
  expect(() => encodePayload('x'.repeat(128 * 1024 + 1))).toThrow('131073 bytes');
});
