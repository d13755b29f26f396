import { availableParallelism } from 'node:os';

/** Jest runs CommonJS, so TypeScript and the few packages that ship only ES modules go through swc. */
const esModulesOnly = ['@noble', '@scure', 'env-paths', 'is-safe-filename', 'jose', 'uuid', 'nanoid'];

/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/support/node-environment.cjs',
  // Amplify works out SRP in plain JavaScript, which takes seconds on a slow machine.
  testTimeout: 60_000,
  // Much of it waits for processes and sockets: by default jest would leave cores idle.
  maxWorkers: Math.max(4, availableParallelism()),
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  globalSetup: '<rootDir>/test/support/prepare-once.mjs',
  setupFiles: ['<rootDir>/test/support/without-navigator.cjs'],
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  moduleNameMapper: {
    '/new-signing-key\\.js$': '<rootDir>/test/support/ready-signing-key.ts',
    '^jsbn$': '<rootDir>/test/support/native-big-integer.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulesOnly.join('|')})/)`],
};
