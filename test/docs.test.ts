import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorStatuses } from '../contract/error-codes.js';
import { controlPlaneOperations } from '../sandbox/iot/control-plane.js';

const repository = join(import.meta.dirname, '..');
const text = (file: string) => readFileSync(join(repository, file), 'utf8');

describe('the documentation', () => {
  it.each([
    'README.md',
    'CONTRIBUTING.md',
    'client/README.md',
    'sandbox/README.md',
    'cli/README.md',
    ...markdown('docs'),
  ])('%s links to files that exist', (file) => {
    const links = [...text(file).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link as string);
    const missing = links.filter((link) => !existsSync(join(repository, dirname(file), link)));
    expect(missing).toEqual([]);
  });

  it('describes every error of the function in openapi.yaml', () => {
    const codes = Object.keys(errorStatuses);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !text('docs/openapi.yaml').includes(code))).toEqual([]);
  });

  it('lists every emulated operation of the IoT control plane', () => {
    const names = controlPlaneOperations({} as never).map(({ name }) => name.replace('iot:', ''));
    expect(names.filter((name) => !text('docs/sandbox.md').includes(`\`${name}\``))).toEqual([]);
  });

  it('lists every emulated operation of the user pool', () => {
    const files = readdirSync(join(repository, 'sandbox/cognito/user-pool'));
    const operations = files.flatMap((file) => {
      const [, name] = /operation\(\s*'(\w+)'/.exec(text(`sandbox/cognito/user-pool/${file}`)) ?? [];
      return name === undefined ? [] : [name];
    });
    expect(operations.length).toBeGreaterThan(10);
    expect(operations.filter((name) => !text('docs/sandbox.md').includes(`\`${name}\``))).toEqual([]);
  });
});

function markdown(folder: string): string[] {
  const entries = readdirSync(join(repository, folder), { recursive: true }) as string[];
  return entries.filter((entry) => entry.endsWith('.md')).map((entry) => join(folder, entry));
}
