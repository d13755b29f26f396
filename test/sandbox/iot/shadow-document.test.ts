import { difference, merged, parseShadowUpdate, restamped } from '../../../sandbox/iot/shadow-document.js';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
const parse = (payload: unknown) =>
  parseShadowUpdate(Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)));

describe('an update of a shadow', () => {
  it.each([
    { title: 'no JSON', payload: '{', message: 'Invalid JSON' },
    { title: 'a list', payload: [], message: 'Invalid JSON' },
    { title: 'no state', payload: {}, message: 'Missing required node: state' },
    { title: 'a state that is text', payload: { state: 'on' }, message: 'State node must be an object' },
    { title: 'no state but null', payload: { state: null }, message: 'State node must be an object' },
    { title: 'a list desired', payload: { state: { desired: [] } }, message: 'Desired node must be an object' },
    { title: 'a number reported', payload: { state: { reported: 1 } }, message: 'Reported node must be an object' },
    { title: 'another section', payload: { state: { delta: {} } }, message: 'State contains an invalid node' },
    { title: 'a version of 1.5', payload: { state: {}, version: 1.5 }, message: 'Invalid version' },
    {
      title: 'a token of 65 bytes',
      payload: { state: {}, clientToken: 'x'.repeat(65) },
      message: 'Invalid clientToken',
    },
    { title: 'seven levels', payload: { state: { desired: nested(7) } }, message: 'JSON contains too many levels' },
  ])('is refused with $title', ({ payload, message }) => {
    expect(() => parse(payload)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
    );
  });

  it('has six levels, a token of 64 bytes and 8 KB at most', () => {
    const token = 'x'.repeat(64);
    expect(parse({ state: { desired: nested(6) }, clientToken: token, version: 3 })).toMatchObject({ version: 3 });
    expect(() => parse({ state: { desired: { text: 'x'.repeat(8192) } } })).toThrow(
      expect.objectContaining({ status: 413, code: 'RequestEntityTooLargeException' }),
    );
  });

  it('is read as UTF-8 only', () => {
    expect(() => parseShadowUpdate(Buffer.from([0x22, 0xff, 0x22]))).toThrow(expect.objectContaining({ status: 415 }));
  });
});

describe('merging', () => {
  it.each([
    { before: { a: 1, b: 2 }, changes: { a: 3 }, after: { a: 3, b: 2 } },
    { before: { a: 1, b: 2 }, changes: { b: null }, after: { a: 1 } },
    { before: { a: { x: 1, y: 2 } }, changes: { a: { y: null, z: 3 } }, after: { a: { x: 1, z: 3 } } },
    { before: { a: [1, 2] }, changes: { a: [3] }, after: { a: [3] } },
    { before: { a: 1 }, changes: { a: { x: null, y: 1 } }, after: { a: { y: 1 } } },
  ])('$changes into $before gives $after', ({ before, changes, after }) => {
    expect(merged(before, changes)).toEqual(after);
  });

  it('takes what a client calls __proto__ for a key like any other', () => {
    const changes = JSON.parse('{"__proto__":{"polluted":true}}');
    const result = merged({}, changes);
    expect(Object.keys(result)).toEqual(['__proto__']);
    expect((result as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('the metadata', () => {
  it('stamps what is set and keeps what is not', () => {
    const before = { a: { timestamp: 1 }, b: { timestamp: 1 }, c: { x: { timestamp: 1 } } };
    const after = { a: 5, b: 2, c: { x: 1, y: [1, 2] } };
    expect(restamped(after, 9, { a: 5, c: { y: [1, 2] } }, before)).toEqual({
      a: { timestamp: 9 },
      b: { timestamp: 1 },
      c: { x: { timestamp: 1 }, y: [{ timestamp: 9 }, { timestamp: 9 }] },
    });
  });

  it('has the new shape where a value became an object', () => {
    expect(restamped({ a: { x: 1 } }, 9, { a: { x: 1 } }, { a: { timestamp: 1 } })).toEqual({
      a: { x: { timestamp: 9 } },
    });
  });
});

describe('the difference between desired and reported', () => {
  it.each([
    { desired: { a: 1 }, reported: { a: 1, b: 2 }, delta: undefined },
    { desired: { a: 1, b: 2 }, reported: { a: 1 }, delta: { b: 2 } },
    { desired: { a: { x: 1, y: 2 } }, reported: { a: { x: 1, y: 3 } }, delta: { a: { y: 2 } } },
    { desired: { a: [1, { b: 2 }] }, reported: { a: [1, { b: 2 }] }, delta: undefined },
    { desired: { a: [1] }, reported: { a: [1, 2] }, delta: { a: [1] } },
    { desired: { a: { x: 1 } }, reported: { a: 'x' }, delta: { a: { x: 1 } } },
  ])('of $desired and $reported is $delta', ({ desired, reported, delta }) => {
    expect(difference(desired, reported)).toEqual(delta);
  });

  it('is told of the metadata alike', () => {
    expect(difference({ a: 1, b: { c: 2 } }, { a: 1 }, { a: { timestamp: 1 }, b: { c: { timestamp: 2 } } })).toEqual({
      b: { c: { timestamp: 2 } },
    });
  });
});
