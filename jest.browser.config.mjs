import base from './jest.config.mjs';

/** `npm run test:browser`: the demo page in a real Chromium, against `npm start`. One at a time: they share both. */
export default {
  ...base,
  globalSetup: undefined,
  roots: ['<rootDir>/test/browser'],
  testMatch: ['**/*.browser.ts'],
  testTimeout: 60_000,
  maxWorkers: 1,
};
