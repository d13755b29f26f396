/**
 * Stands in for qs (and the packages under it) in the bundle. Express loads it for query strings and forms, and this
 * function reads neither: reaching it would be a mistake, so each function of it throws.
 */
export const parse = unreachable;
export const stringify = unreachable;

function unreachable(): never {
  throw new Error('The bundle has no qs: this function reads no query string and no form.');
}
