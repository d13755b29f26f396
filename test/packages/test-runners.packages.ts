import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdkApps } from './cdk-app.js';
import { type EmptyProject, emptyProject } from './empty-project.js';
import { moduleKinds, typeCheck } from './type-check.js';

const root = join(import.meta.dirname, '../..');
const installed = join(root, 'node_modules');
const needed = ['aws-cdk-lib', 'constructs'].map((name) => join(installed, name));
// Its folder cannot be installed: it would be built anew.
const { version: mqtt } = JSON.parse(readFileSync(join(installed, 'mqtt/package.json'), 'utf8'));
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The tests of a page of docs, by the file that each names in its first line. */
function documentedTests(page: string): Record<string, string> {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  const blocks = [...text.matchAll(/```(?:jsx?|ts)\n\/\/ (\S+\.test\.m?jsx?)\n([\s\S]*?)```/g)];
  return Object.fromEntries(blocks.map(([, name = '', code = '']) => [name, code]));
}

describe('an empty CDK app with the test helpers', () => {
  let project: EmptyProject;

  beforeAll(() => {
    const ours = ['cognito-iot-access', 'cognito-iot-sandbox'];
    project = emptyProject(ours, [...needed, `mqtt@${mqtt}`, `jest@${devDependencies.jest}`, 'vitest@4']);
    const tests = documentedTests('testing.md');
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

describe('an app with the fake client', () => {
  let project: EmptyProject;

  beforeAll(() => {
    const react = ['react@19', 'react-dom@19', '@testing-library/react@16', '@testing-library/dom@10'];
    const runners = [`jest@${devDependencies.jest}`, `jest-environment-jsdom@${devDependencies.jest}`, 'vitest@4'];
    const others = [...runners, ...react, `happy-dom@${devDependencies['happy-dom']}`];
    project = emptyProject(['cognito-iot-client'], others);
    const tests = documentedTests('testing-apps.md');
    expect(Object.keys(tests).sort()).toEqual(['lamp-view.test.jsx', 'lamp.test.js', 'lamp.test.mjs']);
    const polyfills =
      "const { TextDecoder, TextEncoder } = require('node:util');\nObject.assign(globalThis, { TextEncoder, TextDecoder });";
    const page = '/** @jest-environment jsdom */\n';
    const files = {
      'set-up.js': polyfills,
      'page.test.js': `${page}${tests['lamp.test.js']}`,
      'errors.test.mjs': errors,
    };
    project.write({ ...tests, ...files, 'typed.mts': typed, 'typed.cts': typed });
  });

  afterAll(() => project.remove());

  it.each([
    ['Jest', ['node_modules/jest/bin/jest.js', '--ci', 'lamp.test.js']],
    ['Jest with jsdom', ['node_modules/jest/bin/jest.js', '--ci', '--setupFiles', './set-up.js', '--', 'page.test.js']],
    ['Vitest', ['node_modules/vitest/vitest.mjs', 'run', 'lamp.test.mjs']],
    ['Vitest with React', ['node_modules/vitest/vitest.mjs', 'run', 'lamp-view.test.jsx']],
    ['node:test, with the errors of the client, and without mqtt', ['--test', 'errors.test.mjs']],
  ])('is tested by %s', (_runner, args) => {
    project.run(process.execPath, args);
  });

  it.each(moduleKinds)('has types under $kind', ({ options }) => {
    const browser = ['--lib', 'es2023,dom,dom.iterable'];
    expect(typeCheck(project, ['typed.mts', 'typed.cts'], [...options, ...browser])).toBe('');
  });
});

/** Both ways to load it, with the classes of the way that the app has loaded the client. */
const errors = `
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
const require = createRequire(import.meta.url);
for (const kind of ['import', 'require']) {
  test(kind, async () => {
    const load = async (name) => (kind === 'import' ? import(name) : require(name));
    const { createFakeIotClient } = await load('cognito-iot-client/testing');
    const { NotAuthorizedError } = await load('cognito-iot-client');
    const { client, broker } = createFakeIotClient();
    broker.refuse('subscribe', 'a');
    await assert.rejects(client.subscribe('a', () => {}), NotAuthorizedError);
    await client.presence('rooms/1');
    await client.close();
    assert.deepEqual(Object.keys(require.cache).filter((file) => /node_modules.mqtt/.test(file)), []);
  });
}
`;

const typed = `
import type { IotClient } from 'cognito-iot-client';
import { createFakeIotClient, type FakeBroker, type FakeMessage } from 'cognito-iot-client/testing';

export async function sent(run: (client: IotClient) => Promise<void>): Promise<FakeMessage> {
  const { client, broker }: { client: IotClient; broker: FakeBroker } = createFakeIotClient({ rights: { publish: ['*'] } });
  await run(client);
  return broker.published('#');
}
`;
