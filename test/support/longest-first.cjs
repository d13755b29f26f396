const TestSequencer = require('@jest/test-sequencer').default;

/** These wait for real time or pack the package; begun last, they would keep one core busy and the other idle. */
const LONGEST = [/package\.test/, /story\/client-/, /story\/broken-stack/, /bin\/app/, /story\//];

/** Begins with the test files that take longest, also on a fresh clone, where jest does not know them yet. */
module.exports = class LongestFirst extends TestSequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST.findIndex((pattern) => pattern.test(path));
      return index < 0 ? LONGEST.length : index;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
