/** As wide as a terminal that shows code side by side with something else. */
const WIDTH = 100;

/**
 * Rows in columns, each cell broken where it is too long.
 *
 * @param widths of all columns but the last, which gets what is left
 */
export function tableLines(rows: readonly (readonly string[])[], widths: readonly number[], indent = 0): string[] {
  const last = WIDTH - indent - widths.reduce((sum, width) => sum + width, 0);
  return rows.flatMap((row) => {
    const cells = row.map((cell, column) => brokenInto(cell, (widths[column] ?? last + 1) - 1));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const text = cells.map((lines, column) => (lines[line] ?? '').padEnd(widths[column] ?? 0)).join('');
      return `${' '.repeat(indent)}${text}`.trimEnd();
    });
  });
}

/** Between words; a word that is too long, behind a `/`, `:` or `,`, or where it has to be. */
function brokenInto(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ').flatMap((one) => piecesOf(one, width))) {
    const line = lines.at(-1) ?? '';
    const joined = line === '' || word.isRest ? `${line}${word.text}` : `${line} ${word.text}`;
    if (joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(word.text);
  }
  return lines;
}

interface Piece {
  readonly text: string;
  /** Goes on with the word before it. */
  readonly isRest: boolean;
}

function piecesOf(word: string, width: number): Piece[] {
  if (word.length <= width) return [{ text: word, isRest: false }];
  const cuts = [...word.slice(0, width).matchAll(/[/:,-]/g)].map(({ index }) => index + 1);
  const cut = cuts.at(-1) ?? width;
  return [
    { text: word.slice(0, cut), isRest: false },
    ...piecesOf(word.slice(cut), width).map((piece) => ({ ...piece, isRest: true })),
  ];
}
