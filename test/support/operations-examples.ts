import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A `sh` block of docs/operations.md, which is run in a world of its own. */
export interface ExampleBlock {
  /** Of its first line in the page. */
  readonly line: number;
  readonly examples: readonly Example[];
}

/** One command of it. */
export interface Example {
  /** As it stands there. */
  readonly text: string;
  /** Without `npx cognito-iot`, and without what names a stack: that is the test's to say. */
  readonly args: readonly string[];
  /** By a comment `# exits with 1`, on its line or on the one before. */
  readonly exitCode: number;
  /** By a comment `# until Ctrl-C`. */
  readonly untilEnded: boolean;
}

/** Every `sh` block of the page that calls the command. */
export function operationsExamples(page = operationsPage()): ExampleBlock[] {
  return [...page.matchAll(/^```sh\n(.*?)^```/gms)]
    .map((found) => ({
      line: page.slice(0, found.index).split('\n').length,
      examples: examplesOf(found[1] ?? ''),
    }))
    .filter(({ examples }) => examples.length > 0);
}

function operationsPage(): string {
  return readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
}

function examplesOf(block: string): Example[] {
  const lines = block.replaceAll(/\\\n\s*/g, ' ').split('\n');
  return lines.flatMap((line, index) => {
    const [, text] = /^(?:npx )?cognito-iot ([^#]*)/.exec(line) ?? [];
    if (text === undefined) return [];
    const before = lines[index - 1] ?? '';
    const said = `${before.startsWith('#') ? before : ''} ${line}`;
    return [
      {
        text: line,
        args: words(text),
        exitCode: Number(/# exits with (\d)/.exec(said)?.[1] ?? 0),
        untilEnded: said.includes('# until Ctrl-C'),
      },
    ];
  });
}

/** What comes after a pipe, or goes into a file, is the shell's. */
function words(text: string): string[] {
  const [command = ''] = text.split(/ [|>] /);
  const all = (command.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll(/^['"]|['"]$/g, ''));
  const named = ['--stack', '--outputs', '--sandbox', '--profile', '--region'];
  return all.filter((word, index) => !named.includes(word) && !named.includes(all[index - 1] ?? ''));
}
