import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { IConfiguration } from 'dependency-cruiser';
import { repository, sourceFiles } from '../support/source-files.js';

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly { readonly rule: { name: string } }[] };
}

interface Room {
  readonly name: string;
  readonly path: RegExp;
}

const files = sourceFiles();

const table = createRequire(import.meta.filename)('../../.dependency-cruiser.cjs') as IConfiguration;

/** Every rule that says where its files stand; a wall only goes around rooms. */
const rooms: readonly Room[] = (table.forbidden ?? []).flatMap(({ name = '', from: { path } }) =>
  typeof path !== 'string' || name.endsWith('-wall') ? [] : [{ name, path: new RegExp(path) }],
);

/** Reads the imports by the rules of `.dependency-cruiser.cjs`. */
function cruise(paths: readonly string[]): Cruise {
  const cli = join(repository, 'node_modules/.bin/depcruise');
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...paths];
  return JSON.parse(execFileSync(cli, options, { cwd: repository, maxBuffer: 64 * 1024 * 1024 }).toString());
}

describe('the import table', () => {
  it('is held by every file', () => {
    const { modules, summary } = cruise([...new Set(files.map((file) => file.replace(/\/.*/, '')))]);
    const read = new Set(modules.map(({ source }) => source));
    expect(files.filter((file) => !read.has(file))).toEqual([]);
    expect(summary.violations).toEqual([]);
  }, 60_000);

  it('has a room for every file', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((file) => !rooms.some(({ path }) => path.test(file)))).toEqual([]);
  });

  it('has no room without files', () => {
    expect(rooms.length).toBeGreaterThan(20);
    expect(rooms.filter(({ path }) => !files.some((file) => path.test(file))).map(({ name }) => name)).toEqual([]);
  });
});
