import jest from './jest.config.mjs';

/** `npm run test:clients`: other people's clients, unmodified, in folders of the run. It asks their registries. */
export default { ...jest, testMatch: ['**/*.clients.ts'], testTimeout: 120_000 };
