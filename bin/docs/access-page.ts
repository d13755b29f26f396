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
