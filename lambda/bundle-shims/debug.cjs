/**
 * Stands in for debug in the bundle: Express loads it, and a terminal library under it, to say nothing unless the
 * environment variable DEBUG is set, which it never is on Lambda.
 */
module.exports = () => () => undefined;
