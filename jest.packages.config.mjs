import base from './jest.config.mjs';

/** `npm run test:packages`: the packages as npm packs them, in empty projects elsewhere. It asks npm's registry. */
export default {
  ...base,
  globalSetup: '<rootDir>/test/packages/pack-once.mjs',
  roots: ['<rootDir>/test/packages'],
  testMatch: ['**/*.packages.ts'],
  testTimeout: 300_000,
  maxWorkers: 2,
};
