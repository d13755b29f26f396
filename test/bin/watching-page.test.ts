import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPage } from '../../bin/docs/fill-page.js';
import { watchingPageBlocks } from '../../bin/docs/watching-page.js';
import { defaultThresholds } from '../../lib/watching/alarms.js';

const repository = join(import.meta.dirname, '../..');

describe('docs/watching.md', () => {
  const page = readFileSync(join(repository, 'docs/watching.md'), 'utf8');
  const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));

  it('lists the alarms of the template; npm run docs makes it so', () => {
    expect(fillPage(page, watchingPageBlocks(context))).toBe(page);
  });

  it('names every threshold that can be set', () => {
    expect(Object.keys(defaultThresholds).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
