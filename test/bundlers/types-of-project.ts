import { join } from 'node:path';
import { repository } from '../support/documented-snippets.js';
import type { FrameworkProject } from './framework-project.js';

const compiler = join(repository, 'node_modules/typescript-native/bin/tsc');

/** Strictly, with the types of all libraries that are reached. */
export async function checkTypes(project: FrameworkProject, files: readonly string[], options: readonly string[]) {
  const usual = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--skipLibCheck',
    'false',
    '--target',
    'es2023',
  ];
  // The files are named, so that a starter's own settings do not decide.
  await project.run(compiler, [...usual, '--ignoreConfig', '--resolveJsonModule', ...options, ...files]);
}

/** As starters of bundlers have it. */
export const OF_BUNDLERS = ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2023,dom,dom.iterable'];
