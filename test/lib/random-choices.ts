/** The same choices at every run. */
export interface RandomChoices {
  /** From 0 up to, but not, `end`. */
  number(end: number): number;
  one<T>(all: readonly T[]): T;
  /** Up to `most` of the pieces, one at least. */
  some<T>(all: readonly T[], most: number): T[];
  /** The same, joined. */
  text(pieces: readonly string[], most: number): string;
}

/** A linear congruential generator, whose upper bits are good enough for choosing. */
export function randomChoices(seed: number): RandomChoices {
  let state = seed >>> 0;
  const number = (end: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
  const one = <T>(all: readonly T[]): T => {
    const chosen = all[number(all.length)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  };
  const some = <T>(all: readonly T[], most: number) => Array.from({ length: 1 + number(most) }, () => one(all));
  return { number, one, some, text: (pieces, most) => some(pieces, most).join('') };
}
