import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessPageBlocks, fillAccessPage } from './docs/access-page.js';
import { exampleStacks } from './docs/example-stacks.js';

// Makes the blocks of docs/access.md anew that come from the code: npm run docs
const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/access.md');
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
writeFileSync(page, fillAccessPage(readFileSync(page, 'utf8'), accessPageBlocks(exampleStacks(context))));
