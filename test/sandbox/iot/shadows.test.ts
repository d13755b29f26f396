import { createClock, type MovableClock } from '../../../sandbox/base/clock.js';
import { createShadows, emptyShadows, type Shadows } from '../../../sandbox/iot/shadows.js';

let clock: MovableClock;
let shadows: Shadows;
const id = { thingName: 'press' };
const update = (desired: object | null, version?: number, of = id) =>
  shadows.update(of, { state: { desired: desired as never }, version, clientToken: undefined });

beforeEach(() => {
  clock = createClock();
  shadows = createShadows({ things: { has: (name) => name === 'press' }, state: emptyShadows(), clock });
});
afterEach(() => clock.stop());

describe('a shadow', () => {
  it('counts its versions, and takes an update only on the version that it names', () => {
    expect(update({ a: 1 }).accepted.version).toBe(1);
    expect(update({ a: 2 }, 1).accepted.version).toBe(2);
    expect(() => update({ a: 3 }, 1)).toThrow(expect.objectContaining({ status: 409, message: 'Version conflict' }));
    expect(shadows.get(id)).toMatchObject({ state: { desired: { a: 2 } }, version: 2 });
  });

  it('tells what was before and what is now', () => {
    update({ a: 1 });
    expect(update({ b: 2 })).toMatchObject({
      accepted: { state: { desired: { b: 2 } } },
      previous: { state: { desired: { a: 1 } }, version: 1 },
      current: { state: { desired: { a: 1, b: 2 } }, version: 2 },
      delta: { state: { a: 1, b: 2 }, metadata: { a: { timestamp: expect.any(Number) } } },
    });
  });

  it('loses a section that is set to null', () => {
    update({ a: 1 });
    expect(update(null)).toMatchObject({ current: { state: {} }, delta: undefined });
    expect(shadows.get(id).state).toEqual({});
  });

  it('may not grow beyond 8 KB, and stays as it was', () => {
    update({ a: 'x'.repeat(5000) });
    expect(() => update({ b: 'x'.repeat(5000) })).toThrow(expect.objectContaining({ status: 413 }));
    expect(shadows.get(id).version).toBe(1);
  });

  it.each([
    { hours: 47, version: 2 },
    { hours: 48, version: 1 },
  ])('that is made anew $hours hours after its deletion has version $version', ({ hours, version }) => {
    update({ a: 1 });
    expect(shadows.delete(id)).toMatchObject({ version: 1 });
    expect(() => shadows.get(id)).toThrow("No shadow exists with name: 'press'");
    clock.advance(hours * 3_600_000);
    expect(update({ b: 1 })).toMatchObject({ accepted: { version }, current: { state: { desired: { b: 1 } } } });
  });

  it('with a name is another one', () => {
    update({ a: 1 });
    expect(() => shadows.get({ ...id, shadowName: 'lamp' })).toThrow("No shadow exists with name: 'press~lamp'");
    expect(() => shadows.get({ ...id, shadowName: 'la mp' })).toThrow('Invalid shadow name');
  });

  it('is there for things of the registry only', () => {
    expect(() => update({ a: 1 }, undefined, { thingName: 'other' })).toThrow('Thing not found');
  });

  it('takes twenty requests a second', () => {
    for (let number = 0; number < 20; number++) update({ number });
    expect(() => update({ a: 1 })).toThrow(expect.objectContaining({ status: 429 }));
    clock.advance(1000);
    expect(() => update({ a: 1 })).not.toThrow();
  });
});
