/**
 * Stands in for iconv-lite (some 270 kB of character tables) in the bundle. Express loads it for its body parsers, and
 * this function parses no body: reaching it would be a mistake, so each function of it throws.
 */
export const encodingExists = unreachable;
export const decode = unreachable;
export const getDecoder = unreachable;

function unreachable(): never {
  throw new Error('The bundle has no character tables: this function parses no request body.');
}
