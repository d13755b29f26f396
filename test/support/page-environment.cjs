const NodeEnvironment = require('./node-environment.cjs');

/**
 * Node with a page in it, for React: what it takes from one, and no more, so that requests and sockets are Node's.
 * https://jestjs.io/docs/configuration#testenvironment-string
 */
module.exports = class PageEnvironment extends NodeEnvironment {
  async setup() {
    await super.setup();
    const { Window } = await import('happy-dom');
    this.page = new Window({ url: 'http://localhost/' });
    Object.assign(this.global, { window: this.page, document: this.page.document, IS_REACT_ACT_ENVIRONMENT: true });
    // To stay, whatever `without-navigator.cjs` removes.
    Object.defineProperty(this.global, 'navigator', { value: this.page.navigator, configurable: false });
  }

  async teardown() {
    await this.page.happyDOM.close();
    await super.teardown();
  }
};
