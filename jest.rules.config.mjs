import base from './jest.config.mjs';

/** `npm run test:rules`: what reads the whole repository, and takes seconds for it. */
export default { ...base, testMatch: ['**/*.rules.ts'] };
