import jest from './jest.config.mjs';

/** What needs Python: the documents' snippets, and cfn-lint. Each installs its packages into a folder of its own. */
export default { ...jest, testMatch: ['**/*.python.ts'], testTimeout: 120_000 };
