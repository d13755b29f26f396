import { contentOf } from '../../web/messages/payload.js';
import { alignedValues, readingsOf, seriesOf } from '../../web/messages/readings.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const numbers = (text: string) =>
  readingsOf('t', contentOf(bytes(text)), 1).map(({ field, value }) => [field, value] as const);

describe('the numbers in messages', () => {
  it.each([
    ['{"temperature": 21.5}', [['temperature', 21.5]]],
    [
      '{"battery":{"level":80,"ok":true},"name":"x","t":1}',
      [
        ['battery.level', 80],
        ['t', 1],
      ],
    ],
    [
      '[3,{"x":4}]',
      [
        ['[0]', 3],
        ['[1].x', 4],
      ],
    ],
    ['21.5', [['', 21.5]]],
    ['hello', []],
    ['', []],
    [' ', []],
    ['{"a":{"b":{"c":{"d":{"e":1}}}}}', []],
  ])('are found in %s', (text, found) => {
    expect(numbers(text)).toEqual(found);
  });

  it('are at most twelve of one message', () => {
    expect(numbers(JSON.stringify(Array.from({ length: 50 }, (_, index) => index)))).toHaveLength(12);
  });

  it('make a series of each field and topic, and keep the colours of the first six', () => {
    const reading = (time: number, field: string, topic = 't') => ({ time, topic, field, value: time });
    const series = seriesOf([reading(1, 'a'), reading(2, 'b'), reading(3, 'a'), reading(4, 'a', 'u')]);
    expect(series.map(({ topic, field, readings }) => [topic, field, readings.length])).toEqual([
      ['t', 'a', 2],
      ['t', 'b', 1],
      ['u', 'a', 1],
    ]);
    expect(seriesOf('abcdefgh'.split('').map((field) => reading(1, field)))).toHaveLength(6);
  });

  it('stand in one row of times, with gaps', () => {
    const series = seriesOf([
      { time: 1000, topic: 't', field: 'a', value: 1 },
      { time: 2000, topic: 't', field: 'b', value: 2 },
      { time: 2000, topic: 't', field: 'a', value: 3 },
    ]);
    expect(alignedValues(series, 3000)).toEqual([
      [-2, -1],
      [1, 3],
      [null, 2],
    ]);
  });
});

describe('what a message carries', () => {
  it.each([
    [bytes('{"a":1}'), { kind: 'json', value: { a: 1 }, text: '{"a":1}' }],
    [bytes('{"a":'), { kind: 'text', text: '{"a":' }],
    [bytes('on'), { kind: 'text', text: 'on' }],
    [new Uint8Array([0xff, 0x00]), { kind: 'bytes', text: 'ff 00', size: 2 }],
    [new Uint8Array(), { kind: 'nothing', text: '' }],
  ])('is read as a person would: %p', (payload, content) => {
    expect(contentOf(payload)).toEqual(content);
  });
});
