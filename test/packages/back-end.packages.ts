import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmptyProject, emptyProject } from './empty-project.js';
import { moduleKinds, typeCheck } from './type-check.js';

const repository = join(import.meta.dirname, '../..');
const { peerDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  peerDependencies: Record<string, string>;
};
/** The first version that a range `^X` takes. */
const lowest = (name: string) => `${name}@${peerDependencies[name]?.replace('^', '')}`;

const configuration = {
  tableName: 'directory',
  userPoolId: 'eu-west-1_Example',
  policyPrefix: 'Mine-12345678-',
  partition: 'aws',
  access: { publish: ['devices/{device}/commands/*'], subscribe: [], receive: [], retain: [], shadow: [] },
};

/** A back end's function that grants devices, and looks up whom to send to. */
const backEnd = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { createDirectory } from 'cognito-iot-access/directory';
import { createDeviceGrants, GrantError } from 'cognito-iot-access/grants';

const region = 'eu-west-1';
const directory = createDirectory({ tableName: 'directory', userPoolId: 'eu-west-1_Example', dynamodb: new DynamoDBClient({ region }) });
const grants = createDeviceGrants({ dynamodb: new DynamoDBClient({ region }), iot: new IoTClient({ region }) });

async function main() {
  try {
    await grants.grant({ user: 'ada', device: 'a/b' });
  } catch (error) {
    if (!(error instanceof GrantError)) throw error;
    console.log(error.code, typeof directory.identitiesOf);
  }
}
void main();
`;

describe('cognito-iot-access in a back end with the lowest AWS SDK that it takes', () => {
  let project: EmptyProject;

  beforeAll(() => {
    const sdk = ['@aws-sdk/client-dynamodb', '@aws-sdk/client-iot'].map(lowest);
    // As a function's own package has it: no CDK.
    project = emptyProject(['cognito-iot-access'], [...sdk, '@types/node@20', '--legacy-peer-deps']);
    project.write({
      'back-end.mjs': backEnd,
      'back-end.cjs': backEnd.replace(/import (.*) from (.*);/g, 'const $1 = require($2);'),
      'typed.mts': backEnd,
      'typed.cts': backEnd,
      'typed.ts': backEnd,
    });
  });

  afterAll(() => project.remove());

  it.each(['back-end.mjs', 'back-end.cjs'])('is loaded by %s, and knows its own errors', (file) => {
    const said = project.run(process.execPath, ['--no-warnings', file], {
      DEVICE_GRANTS: JSON.stringify(configuration),
    });
    expect(said.trim()).toBe('InvalidDevice function');
  });

  it.each(moduleKinds)('has types under $kind', ({ options }) => {
    const files = options.includes('bundler') ? ['typed.ts'] : ['typed.cts', 'typed.mts'];
    // The SDK's own types are the SDK's to check.
    expect(typeCheck(project, files, [...options, '--types', 'node'], true)).toBe('');
  });
});
