import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/documented-snippets.js';

/** The files that a guide shows, by the name that each has in its first line: what people copy is what is built. */
export function guideFiles(guide: string): Record<string, string> {
  const text = readFileSync(join(repository, 'docs/guides', guide), 'utf8');
  const blocks = [...text.matchAll(/```\w+\n(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n([\s\S]*?)```/g)];
  if (blocks.length === 0) throw new Error(`docs/guides/${guide} shows no file: none names itself in its first line.`);
  return Object.fromEntries(blocks.map(([, name = '', code = '']) => [name, code]));
}
