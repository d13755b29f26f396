import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdkApps } from './cdk-app.js';
import { type EmptyProject, emptyProject } from './empty-project.js';

const root = join(import.meta.dirname, '../..');
const installed = join(root, 'node_modules');
const needed = ['aws-cdk-lib', 'constructs'].map((name) => join(installed, name));
// Its folder cannot be installed: it would be built anew.
const { version: mqtt } = JSON.parse(readFileSync(join(installed, 'mqtt/package.json'), 'utf8'));
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The tests of docs/testing.md, by the file that each names in its first line. */
function documentedTests(): Record<string, string> {
  const text = readFileSync(join(root, 'docs/testing.md'), 'utf8');
  const blocks = [...text.matchAll(/```(?:js|ts)\n\/\/ (\S+\.test\.m?js)\n([\s\S]*?)```/g)];
  return Object.fromEntries(blocks.map(([, name = '', code = '']) => [name, code]));
}

describe('an empty CDK app with the test helpers', () => {
  let project: EmptyProject;

  beforeAll(() => {
    const ours = ['cognito-iot-access', 'cognito-iot-sandbox'];
    project = emptyProject(ours, [...needed, `mqtt@${mqtt}`, `jest@${devDependencies.jest}`, 'vitest@4']);
    const tests = documentedTests();
    expect(Object.keys(tests).sort()).toEqual(['jest.test.js', 'node.test.mjs', 'vitest.test.mjs']);
    // With the topics that the constructs have by default, as the documents say.
    project.write({ 'app.mjs': cdkApps['app.mjs'].replaceAll('rooms/', 'users/'), ...tests });
    project.run(process.execPath, ['app.mjs'], { CDK_OUTDIR: join(project.folder, 'cdk.out') });
  });

  afterAll(() => project.remove());

  it.each([
    ['Jest', ['node_modules/jest/bin/jest.js', '--ci', 'jest.test.js']],
    ['Vitest', ['node_modules/vitest/vitest.mjs', 'run', 'vitest.test.mjs']],
    ['node:test', ['--test', 'node.test.mjs']],
  ])('is tested by %s', (_runner, args) => {
    project.run(process.execPath, args);
  });
});
