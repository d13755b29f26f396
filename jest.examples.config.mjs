import base from './jest.config.mjs';

/** `npm run test:examples`: the apps of examples/, installed, synthesized and booted. It asks npm's registry. */
export default {
  ...base,
  globalSetup: '<rootDir>/test/examples/install-once.mjs',
  roots: ['<rootDir>/test/examples'],
  testMatch: ['**/*.examples.ts'],
  testTimeout: 120_000,
  maxWorkers: 2,
};
