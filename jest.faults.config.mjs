import base from './jest.config.mjs';

/** `npm run test:faults`: the client through many seeds of random faults, on a simulated clock; about two minutes. */
export default { ...base, testMatch: ['**/*.faults.ts'] };
