import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessPageBlocks } from '../../bin/docs/access-page.js';
import { exampleStacks } from '../../bin/docs/example-stacks.js';
import { fillPage } from '../../bin/docs/fill-page.js';
import { knownKeys } from '../../lib/settings/setting-rules.js';
import { settingsSchema } from '../../lib/settings/settings-schema.js';

const repository = join(import.meta.dirname, '../..');

describe('docs/access.md', () => {
  const page = readFileSync(join(repository, 'docs/access.md'), 'utf8');
  const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));
  const blocks = accessPageBlocks(exampleStacks(context));

  it('says what the code does; npm run docs makes it so', () => {
    expect(fillPage(page, blocks)).toBe(page);
  });

  it('has a row for each setting, and each says something', () => {
    const rows = blocks.settings?.split('\n').slice(2) ?? [];
    for (const key of knownKeys(settingsSchema, [])) expect(blocks.settings).toContain(`| \`${key}\` |`);
    for (const row of rows) expect(row).toMatch(/^\| `[\w.[\]]+` \| [^|]+ \| [^| ][^|]+ \|$/);
  });

  it('tells everybody who may do something', () => {
    const who = new Set(
      blocks['rights with every part']
        ?.split('\n')
        .slice(2)
        .map((row) => row.split(' | ')[0]),
    );
    expect([...who]).toEqual([
      '| signed-in user',
      '| member of `operators`',
      '| guest',
      '| attach-policy function',
      '| look-up of the IoT endpoint',
      '| detachment before deletion',
      '| back end with `grantDeveloperSignIn`',
    ]);
  });

  it('is not filled where a block has no place', () => {
    expect(() => fillPage('', { settings: '' })).toThrow(/no block "<!-- made from the code: settings -->/);
  });
});
