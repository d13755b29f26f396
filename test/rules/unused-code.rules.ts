import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../support/source-files.js';

describe('unused code', () => {
  it('is nowhere: each file is reached from an entry of knip.json, each export is imported, each dependency is used', () => {
    const cli = join(repository, 'node_modules/.bin/knip');
    // An entry that is not there is a hint: with none, knip would find nothing wrong.
    const options = ['--no-progress', '--treat-config-hints-as-errors'];
    const { stdout, stderr, status } = spawnSync(cli, options, { cwd: repository, encoding: 'utf8' });
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
  }, 60_000);
});
