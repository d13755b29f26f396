import { readFilterPattern } from '../../../sandbox/logs/filter-pattern.js';

const LINES = ['[ERROR 400] BAD REQUEST', '[ERROR 401] UNAUTHORIZED REQUEST', '[INFO] sign-in of "ada"', 'error'];

describe('a filter pattern', () => {
  it.each<[string, number[]]>([
    ['', [0, 1, 2, 3]],
    ['ERROR', [0, 1]],
    ['ERROR 400', [0]],
    ['"BAD REQUEST"', [0]],
    ['ERROR -401', [0]],
    ['-ERROR', [2, 3]],
    ['?INFO ?error', [2, 3]],
    ['"sign-in" "\\"ada\\""', [2]],
    ['  REQUEST  ', [0, 1]],
  ])('of terms: %s', (pattern, found) => {
    const matches = readFilterPattern(pattern);
    expect(LINES.flatMap((line, index) => (matches(line) ? [index] : []))).toEqual(found);
  });

  it.each<[string, number[]]>([
    ['{ $.clientId = "ab:1*" }', [0, 1]],
    ['{ $.clientId = "ab:1" }', [0]],
    ['{ ($.clientId = "ab:*") && ($.eventType = "Connect") }', [1, 2]],
    ['{$.eventType="*nect" && $.clientId = "a\\"b"}', [3]],
    ['{ $.clientId = "a.:1" }', []],
    ['{ $.level = "1" }', []],
  ])('of JSON: %s', (pattern, found) => {
    const lines = [
      { clientId: 'ab:1', eventType: 'Publish-In' },
      { clientId: 'ab:12', eventType: 'Connect', level: 1 },
      { clientId: 'ab:2', eventType: 'Connect' },
      { clientId: 'a"b', eventType: 'Disconnect' },
    ].map((line) => JSON.stringify(line));
    const matches = readFilterPattern(pattern);
    expect([...lines, 'no JSON', 'null'].flatMap((line, index) => (matches(line) ? [index] : []))).toEqual(found);
  });

  it.each(['{ $.level > 3 }', '{ $.a = "b" || $.c = "d" }', '{ $.a.b = "c" }', '[ip, user]', '%ERROR%', 'ERROR ?INFO'])(
    'is refused by name: %s',
    (pattern) => {
      expect(() => readFilterPattern(pattern)).toThrow(`the filter pattern ${pattern}`);
    },
  );

  it.each(['sign-in', '"open', 'a"b"', 'a & b'])('is invalid: %s', (pattern) => {
    expect(() => readFilterPattern(pattern)).toThrow('Invalid filter pattern');
  });
});
