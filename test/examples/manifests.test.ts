import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const repository = join(import.meta.dirname, '../..');
const read = (path: string) => JSON.parse(readFileSync(join(repository, path), 'utf8'));
const versionsOf = ({ dependencies, devDependencies }: Manifest) => ({ ...dependencies, ...devDependencies });
const ours = versionsOf(read('package.json'));

describe.each(['cdk', 'amplify-gen2'])('examples/%s', (name) => {
  const folder = `examples/${name}`;
  const theirs = Object.entries(versionsOf(read(`${folder}/package.json`)));

  it('has the versions that this project is tested with', () => {
    const shared = theirs.filter(([dependency]) => dependency in ours);
    expect(shared.length).toBeGreaterThan(3);
    expect(Object.fromEntries(shared)).toEqual(Object.fromEntries(shared.map(([key]) => [key, ours[key]])));
  });

  it('has a lock file of what the packages need now; if not, delete it and run "npm install --package-lock-only" there', () => {
    const { packages } = read(`${folder}/package-lock.json`);
    for (const [dependency, range] of theirs.filter(([, text]) => text.startsWith('file:'))) {
      const needed = (read(join(folder, range.slice('file:'.length), 'package.json')) as Manifest).dependencies;
      expect([dependency, packages[`node_modules/${dependency}`].dependencies]).toEqual([dependency, needed]);
    }
  });
});
