import base from './jest.config.mjs';

/** `npm run test:bundlers`: the packed client in projects of bundlers and frameworks, in folders of the run. It asks npm's registry. */
export default {
  ...base,
  globalSetup: '<rootDir>/test/bundlers/pack-client.mjs',
  roots: ['<rootDir>/test/bundlers'],
  testMatch: ['**/*.bundlers.ts'],
  testTimeout: 180_000,
  maxWorkers: 1,
};
