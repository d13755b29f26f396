const { AsyncLocalStorage } = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

const ran = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
  ran.add(this);
  return run.apply(this, given);
};

/**
 * jest-circus makes an `AsyncLocalStorage` for every test file, and leaves it on. Before Node 24 each that is on costs
 * time at every promise and callback of the files that come after it in that worker.
 */
module.exports = class NodeEnvironment extends TestEnvironment {
  async teardown() {
    for (const storage of ran) storage.disable();
    ran.clear();
    await super.teardown();
  }
};
