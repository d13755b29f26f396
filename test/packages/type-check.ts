import { join } from 'node:path';
import type { EmptyProject } from './empty-project.js';

const tsc = join(import.meta.dirname, '../../node_modules/typescript-native/bin/tsc');

/** How a project may have its modules resolved. */
export const moduleKinds = [
  { kind: 'node16', options: ['--module', 'node16'] },
  { kind: 'nodenext', options: ['--module', 'nodenext'] },
  { kind: 'bundler', options: ['--module', 'esnext', '--moduleResolution', 'bundler'] },
];

/** What the compiler says: nothing, where all is well. The packages' own types are checked, too. */
export function typeCheck(
  project: EmptyProject,
  files: readonly string[],
  options: readonly string[],
  skipLibCheck = false,
): string {
  // Whatever stands in a folder above.
  const usual = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    String(skipLibCheck),
    '--target',
    'es2023',
    '--ignoreConfig',
  ];
  return project.run(process.execPath, [tsc, ...usual, ...options, ...files]);
}
