/**
 * Stands in for body-parser (and iconv-lite under it, with some 270 kB of character tables) in the bundle. Express
 * loads it, and this function parses no body: reaching it would be a mistake, so each function of it throws.
 */
export const json = unreachable;
export const raw = unreachable;
export const text = unreachable;
export const urlencoded = unreachable;

function unreachable(): never {
  throw new Error('The bundle has no body parser: this function reads no request body.');
}
