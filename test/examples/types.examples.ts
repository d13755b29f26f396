import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installedExample } from './installed-example.js';

const tsc = join(import.meta.dirname, '../../node_modules/typescript-native/bin/tsc');

it.each(['cdk', 'amplify-gen2'] as const)('examples/%s has no wrong types', (name) => {
  const { folder } = installedExample(name);
  expect(spawnSync(process.execPath, [tsc, '--noEmit', '-p', folder], { encoding: 'utf8' }).stdout).toBe('');
});
