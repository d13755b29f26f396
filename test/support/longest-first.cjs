const TestSequencer = require('@jest/test-sequencer').default;

/** These boot whole stacks; begun last, they would keep one core busy and the other idle. */
const LONGEST = [/story\/broken-stack/, /bin\/app/, /story\//];

/** These wait for real time; side by side they would leave the cores idle. */
const WAITING = [
  /story\/client-long-connection/,
  /story\/client-topics/,
  /story\/client-groups/,
  /story\/client-connect/,
  /story\/device-changes/,
  /story\/device-commands/,
  /story\/device-isolation/,
  /story\/devices/,
];

/** Files that the others get through while one waits, about. */
const MEANWHILE = 3;

/** Begins with the test files that take longest, also on a fresh clone, where jest does not know them yet. */
module.exports = class LongestFirst extends TestSequencer {
  sort(tests) {
    const rankAmong =
      (patterns) =>
      ({ path }) => {
        const index = patterns.findIndex((pattern) => pattern.test(path));
        return index < 0 ? patterns.length : index;
      };
    const waits = (test) => rankAmong(WAITING)(test) < WAITING.length;
    const by = (rank) => (a, b) => rank(a) - rank(b);
    const sorted = super.sort(tests);
    const waiting = sorted.filter(waits).sort(by(rankAmong(WAITING)));
    const order = sorted.filter((test) => !waits(test)).sort(by(rankAmong(LONGEST)));
    for (const [index, test] of waiting.entries()) order.splice(index * (MEANWHILE + 1), 0, test);
    return order;
  }
};
