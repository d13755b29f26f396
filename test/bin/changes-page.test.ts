import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesPageBlocks, examplesOfAll } from '../../bin/docs/changes-table.js';
import { fillPage } from '../../bin/docs/fill-page.js';

const repository = join(import.meta.dirname, '../..');

describe('docs/changes.md', () => {
  it('says what an update does to each setting; npm run docs makes it so', () => {
    const page = readFileSync(join(repository, 'docs/changes.md'), 'utf8');
    const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));
    expect(fillPage(page, changesPageBlocks(context))).toBe(page);
  }, 120_000);

  it('has an example of each setting; without one it says where to write it', () => {
    expect(() => examplesOfAll()).not.toThrow();
    expect(() => examplesOfAll(['memorySize', 'brandNew'], { memorySize: [{}], gone: [{}] })).toThrow(
      [
        'the setting brandNew has no example: write a change of it into bin/docs/setting-examples.ts',
        'there is no setting gone, of which bin/docs/setting-examples.ts has an example: take it out',
      ].join('\n'),
    );
  });
});
