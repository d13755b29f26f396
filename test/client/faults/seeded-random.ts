/** Chance that comes again with the same seed. */
export interface SeededRandom {
  /** From 0 up to 1, like `Math.random`. */
  next(): number;
  chance(probability: number): boolean;
  between(least: number, most: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** Another row of the same seed, so that what one part of a world asks for changes nothing for the others. */
  row(name: string): SeededRandom;
}

/** mulberry32 by Tommy Ettinger: 32 bits of state are enough for some thousand draws. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    between: (least, most) => least + next() * (most - least),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    row: (name) =>
      seededRandom([...name].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), seed)),
  };
}
