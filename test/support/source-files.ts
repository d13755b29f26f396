import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '../..');

/** Every file of code that is, or is about to be, under version control; by its path in the repository. */
export function sourceFiles(): string[] {
  const options = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const listed = execFileSync('git', options, { cwd: repository, encoding: 'utf8' }).split('\n');
  const removed = new Set(
    execFileSync('git', ['ls-files', '--deleted'], { cwd: repository, encoding: 'utf8' }).split('\n'),
  );
  return listed.filter((file) => /\.(ts|tsx|mjs|cjs|js)$/.test(file) && !removed.has(file));
}
