import base from './jest.config.mjs';

/** `npm run test:settings`: whole stacks of many settings, booted and walked through; it takes about a minute. */
export default { ...base, testMatch: ['**/*.settings.ts'] };
