import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, sourceFiles } from './support/source-files.js';

const assertion = /\bas unknown as\b/;
const comment = /^\s*(\/\/|\/?\*)|\s\/\/ /;

/** Where a value is taken for what it is not known to be, and neither this line nor the one before says why. */
function unexplained(text: string): number[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (!assertion.test(line) || comment.test(line) || comment.test(lines[index - 1] ?? '')) return [];
    return [index + 1];
  });
}

describe('a type that is asserted against the compiler', () => {
  it('has its reason beside it', () => {
    const own = 'test/type-assertions.test.ts';
    const files = sourceFiles().filter((file) => file !== own);
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap((file) =>
      unexplained(readFileSync(join(repository, file), 'utf8')).map((line) => `${file}:${line}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    { title: 'nothing', text: 'f(a as unknown as B);', lines: [1] },
    { title: 'a comment two lines before', text: '// why\n\nf(a as unknown as B);', lines: [3] },
    { title: 'a comment before', text: '// why\nf(a as unknown as B);', lines: [] },
    { title: 'a comment behind', text: 'f(a as unknown as B); // why', lines: [] },
    { title: 'the end of a block before', text: '/**\n * why\n */\nf(a as unknown as B);', lines: [] },
  ])('is found beside $title: $lines', ({ text, lines }) => {
    expect(unexplained(text)).toEqual(lines);
  });
});
