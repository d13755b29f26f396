import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Framework } from '../framework.js';
import type { FrameworkProject } from '../framework-project.js';
import { seenInChromium } from '../seen-in-chromium.js';
import { checkTypes, OF_BUNDLERS } from '../types-of-project.js';

const EXPO = 'node_modules/expo/bin/cli';
/** Otherwise it looks whether there are newer versions. */
const QUIET = { EXPO_OFFLINE: '1', EXPO_NO_TELEMETRY: '1' };
/** The first bytes of what hermesc writes: include/hermes/BCGen/HBC/BytecodeFileFormat.h */
const HERMES_MAGIC = 'c61fbc03c103191f';

export const expo: Framework = {
  name: 'Expo',
  guide: 'react-native.md',
  files: ['index.js', 'App.tsx'],
  installs: ['expo@58.0.26', 'react-native@0.88.1', 'react@19.3.0', 'react-native-get-random-values@2.0.0'],
  // For its page, and for types.
  besides: ['react-dom@19.3.0', 'react-native-web@0.21.4', '@expo/metro-runtime@58.0.17', '@types/react@19.3.0'],
  node: '24.22.3',
  starter: {
    'app.json': JSON.stringify({ expo: { name: 'messages', slug: 'messages', platforms: ['android', 'ios', 'web'] } }),
  },
  outputs: 'outputs.json',
  session: 'session.ts',
  typed: 'strict',
  async checkTypes(project) {
    // React Native's own types do not hold with those of the DOM, nor all of them by themselves.
    const options = [
      '--skipLibCheck',
      'true',
      '--jsx',
      'react-jsx',
      '--customConditions',
      'react-native',
      '--types',
      '',
    ];
    await checkTypes(project, ['App.tsx'], [...OF_BUNDLERS, ...options]);
  },
  async build(project) {
    const platforms = ['android', 'ios', 'web'].flatMap((name) => ['--platform', name]);
    const said = await project.run(EXPO, ['export', ...platforms], QUIET);
    expect(said).not.toMatch(/warn|error/i);
    expect(said.match(/Bundled \d+ms index\.js/g)).toHaveLength(platforms.length / 2);
    // On a phone everything is in the one file that comes with the app.
    const first = ['android', 'ios'].map((name) => bytecodeFor(name, project));
    return { first, lazy: [], holdsFramework: true };
  },
  received: 'Chromium, as its page; Hermes bytecode for Android and iOS is made, not run',
  receive: (project) => seenInChromium(join(project.folder, 'dist')),
};

function bytecodeFor(platform: string, { folder }: FrameworkProject): string {
  const place = join('dist/_expo/static/js', platform);
  const [name = '', ...others] = readdirSync(join(folder, place));
  expect(others).toEqual([]);
  const file = join(place, name);
  expect(readFileSync(join(folder, file)).subarray(0, 8).toString('hex')).toBe(HERMES_MAGIC);
  return file;
}
