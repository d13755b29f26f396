import type { ExampleStacks } from './example-stacks.js';
import { rightsTable } from './rights-table.js';
import { settingsTable } from './settings-table.js';

/** Blocks of `docs/access.md` that are made from the code, by the name that their marker has. */
export function accessPageBlocks(stacks: ExampleStacks): Record<string, string> {
  return {
    settings: settingsTable(),
    documents: stacks.documents(),
    'rights by default': rightsTable(stacks.byDefault()),
    'rights with every part': rightsTable(stacks.withEveryPart()),
    'rights with devices': rightsTable(stacks.withDevices()),
  };
}

/** The page with its blocks made anew. Throws an Error that names a block which the page has no place for. */
export function fillAccessPage(page: string, blocks: Record<string, string>): string {
  return Object.entries(blocks).reduce((text, [name, block]) => {
    const [begin, end] = [`<!-- made from the code: ${name} -->`, '<!-- end -->'];
    const from = text.indexOf(begin);
    const to = text.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`the page has no block "${begin} … ${end}"`);
    return `${text.slice(0, from + begin.length)}\n${block}\n${text.slice(to)}`;
  }, page);
}
