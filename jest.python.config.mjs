import jest from './jest.config.mjs';

/** The Python snippets of the documents, run with packages that the run installs into a folder of its own. */
export default { ...jest, testMatch: ['**/*.python.ts'], testTimeout: 120_000 };
