import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORDED, SEEN_ON_AWS } from '../conformance/recorded.js';
import { accessPageBlocks } from './docs/access-page.js';
import { changesPageBlocks } from './docs/changes-table.js';
import { clientsPageBlocks } from './docs/clients-page.js';
import { conformancePageBlocks } from './docs/conformance-page.js';
import { costsPageBlocks } from './docs/costs-page.js';
import { counted } from './docs/counted.js';
import { errorsPageBlocks } from './docs/errors-page.js';
import { exampleStacks } from './docs/example-stacks.js';
import { fillPage } from './docs/fill-page.js';
import { watchingPageBlocks } from './docs/watching-page.js';

// Makes the blocks of the pages anew that come from the code, or from what a test run wrote: npm run docs
const root = join(import.meta.dirname, '..');
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
const written = (file: string) => JSON.parse(readFileSync(join(root, 'docs', file), 'utf8'));
const pages = {
  'docs/access.md': accessPageBlocks(exampleStacks(context)),
  'docs/changes.md': changesPageBlocks(context),
  'docs/clients.md': clientsPageBlocks(written('clients-tried.json'), written('frameworks-tried.json')),
  'docs/conformance.md': conformancePageBlocks(RECORDED, SEEN_ON_AWS),
  'docs/costs.md': costsPageBlocks(counted),
  'docs/errors.md': errorsPageBlocks(),
  'docs/watching.md': watchingPageBlocks(context),
};
for (const [name, blocks] of Object.entries(pages)) {
  const page = join(root, name);
  writeFileSync(page, fillPage(readFileSync(page, 'utf8'), blocks));
}
