import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { examplesOfAll } from '../bin/docs/changes-table.js';
import { errorsPageBlocks } from '../bin/docs/errors-page.js';
import { fillPage } from '../bin/docs/fill-page.js';
import { errorStatuses } from '../contract/error-codes.js';
import { boot } from '../sandbox/boot.js';
import { services } from '../sandbox/services.js';
import { synthesizedAssembly } from './support/synthesized-assembly.js';

const repository = join(import.meta.dirname, '..');
const text = (file: string) => readFileSync(join(repository, file), 'utf8');

describe('the documentation', () => {
  it.each([
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'CHANGELOG.md',
    'client/README.md',
    'sandbox/README.md',
    'cli/README.md',
    ...files('docs', '.md'),
  ])('%s links to files that exist', (file) => {
    const links = [...text(file).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link as string);
    const missing = links.filter((link) => !existsSync(join(repository, dirname(file), link)));
    expect(missing).toEqual([]);
  });

  it('maps every folder of the code in architecture.md', () => {
    const parents = ['', 'bench', 'cli', 'client', 'journey', 'lambda', 'lib', 'sandbox', 'web', 'console'];
    const apart = /^(node_modules|dist|docs|coverage|public|cdk\.out.*|\..*)$/;
    const folders = parents.flatMap((parent) =>
      readdirSync(join(repository, parent), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !apart.test(entry.name))
        .map(({ name }) => ({ parent, name })),
    );
    expect(folders.length).toBeGreaterThan(40);
    const page = text('docs/architecture.md');
    const isMapped = ({ parent, name }: { parent: string; name: string }) =>
      new RegExp(`\\b(${parent}/)?(\\{[a-z,-]*)?${name}[/\`,}]`).test(page);
    expect(folders.filter((folder) => !isMapped(folder))).toEqual([]);
  });

  it('has a change of every setting for changes.md', () => {
    expect(() => examplesOfAll()).not.toThrow();
  });

  it('describes every error of the function in openapi.yaml', () => {
    const codes = Object.keys(errorStatuses);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !text('docs/openapi.yaml').includes(code))).toEqual([]);
  });

  it('has every error of the client, and of the function, in errors.md; npm run docs makes it so', () => {
    const page = text('docs/errors.md');
    expect(fillPage(page, errorsPageBlocks())).toBe(page);
  });

  it('says in SECURITY.md of each part of the stack why its roles hold a *', () => {
    const wild = files('lib', '.ts').filter((file) => /^\s*acknowledgeWildcards\(/m.test(text(file)));
    expect(wild.length).toBeGreaterThan(4);
    expect(wild.filter((file) => !text('SECURITY.md').includes(`(${file})`))).toEqual([]);
  });

  it('lists every emulated operation', async () => {
    const { apis, stop } = await boot({ assembly: synthesizedAssembly() }, services);
    await stop();
    const names = apis.flatMap(({ operations }) => operations.map(({ name }) => name.split(':')[1]));
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !text('docs/sandbox.md').includes(`\`${name}\``))).toEqual([]);
  });
});

function files(folder: string, ending: string): string[] {
  const entries = readdirSync(join(repository, folder), { recursive: true }) as string[];
  return entries.filter((entry) => entry.endsWith(ending)).map((entry) => join(folder, entry));
}
