import base from './jest.config.mjs';
import { lowestCdkFolder } from './test/support/install-lowest-cdk.mjs';

const installed = `${lowestCdkFolder}/node_modules`;

/** Part of `npm run test:packages`: the constructs' tests, with the lowest CDK that the package takes. */
export default {
  ...base,
  globalSetup: '<rootDir>/test/support/install-lowest-cdk.mjs',
  roots: ['<rootDir>/test/lib'],
  // What they ask for came with a later CDK.
  testPathIgnorePatterns: ['cdk-nag', 'own-user-pool'],
  moduleNameMapper: {
    ...base.moduleNameMapper,
    '^aws-cdk-lib$': `${installed}/aws-cdk-lib/index.js`,
    '^aws-cdk-lib/([\\w-]+)$': `${installed}/aws-cdk-lib/$1/index.js`,
    '^constructs$': `${installed}/constructs`,
  },
};
