import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const repository = join(import.meta.dirname, '../..');

describe('the pages of the API of the client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-pages-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('have a documentation of every export and member, and are those in docs/api; npm run docs:api makes them so', async () => {
    const typedoc = join(repository, 'node_modules/typedoc/bin/typedoc');
    const said = await promisify(execFile)(process.execPath, [typedoc, '--out', folder], {
      cwd: repository,
      env: { ...process.env, NO_COLOR: '1' },
    }).then(
      () => '',
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    );
    expect(said.split('\n').filter((line) => line.includes('warning') || line.includes('error'))).toEqual([]);
    const made = pages(folder);
    expect(Object.keys(made).length).toBeGreaterThan(40);
    expect(pages(join(repository, 'docs/api'))).toEqual(made);
  }, 180_000);
});

function pages(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true }) as string[];
  const files = names.filter((name) => name.endsWith('.md')).sort();
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
