import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a document. */
export interface DocumentedSnippet {
  readonly file: string;
  /** Of its first line of code, counted from 1. */
  readonly line: number;
  /** As the fence says; `''` where it says nothing. */
  readonly language: string;
  readonly code: string;
  /** Whether the document says right above it that nobody has run it. */
  readonly saysNotRun: boolean;
}

export const repository = join(import.meta.dirname, '../..');

/** Every fenced block of README, CONTRIBUTING, the packages' own READMEs and docs, in their order. */
export function documentedSnippets(): DocumentedSnippet[] {
  const docs = readdirSync(join(repository, 'docs'), { recursive: true }) as string[];
  const files = [
    'README.md',
    'CONTRIBUTING.md',
    'client/README.md',
    'sandbox/README.md',
    'cli/README.md',
    ...docs.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
  ];
  return files.flatMap((file) => snippetsIn(file, readFileSync(join(repository, file), 'utf8')));
}

function snippetsIn(file: string, page: string): DocumentedSnippet[] {
  // A block within a list is indented.
  return [...page.matchAll(/^([ ]*)```(\w*)\n([\s\S]*?)^[ ]*```$/gm)].map((match) => {
    const [, , language = '', code = ''] = match;
    const before = page.slice(0, match.index);
    const paragraph =
      before
        .trimEnd()
        .split(/\n\s*\n/)
        .at(-1) ?? '';
    return { file, line: before.split('\n').length + 1, language, code, saysNotRun: /not run/i.test(paragraph) };
  });
}
