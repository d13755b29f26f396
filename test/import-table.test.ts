import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly rule: { name: string } }[];
  };
}

const repository = join(import.meta.dirname, '..');
const FOLDERS = ['contract', 'bin', 'lib', 'lambda', 'client', 'web', 'journey', 'sandbox', 'cli', 'bench'];

/** Reads the imports of the folders by the rules of `.dependency-cruiser.cjs`. */
function cruise(folders: readonly string[]): Cruise['summary'] {
  const cli = join(repository, 'node_modules/.bin/depcruise');
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const json = execFileSync(cli, options, { cwd: repository, maxBuffer: 64 * 1024 * 1024 });
  return (JSON.parse(json.toString()) as Cruise).summary;
}

describe('the import table', () => {
  it('is held by every file', () => {
    const { totalCruised, violations } = cruise(FOLDERS);
    // A cruise that reads nothing finds nothing wrong.
    expect(totalCruised).toBeGreaterThan(150);
    expect(violations).toEqual([]);
  }, 30_000);
});
