import Table from 'cli-table3';
import { type Progress, type ProgressOptions, startProgress } from './progress.js';

/** What a command says: tables and lines for people, one JSON value for programs. */
export interface Output {
  readonly json: boolean;
  /** A line on standard output, for people alone. */
  line(text: string): void;
  /** Columns for people alone; plain text, so that `grep` and `awk` find their way. */
  table(head: readonly string[], rows: readonly (readonly string[])[]): void;
  /** One JSON value on a line of standard output, for programs alone. */
  value(value: unknown): void;
  /** A line on standard error, for both: what is worth knowing, and is not the result. */
  note(text: string): void;
  /** What is under way, on standard error: a bar with rate and time left on a terminal, plain lines elsewhere. */
  progress(options: ProgressOptions): Progress;
}

export function createOutput({ json }: { readonly json: boolean }): Output {
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const note = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    json,
    line: (text) => {
      if (!json) say(text);
    },
    table(head, rows) {
      if (json) return;
      const table = new Table({
        head: [...head],
        chars: BORDERLESS,
        style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
      });
      table.push(...rows.map((row) => [...row]));
      for (const line of table.toString().split('\n')) say(line.trimEnd());
    },
    value: (value) => {
      if (json) say(JSON.stringify(value));
    },
    note,
    progress: (options) => startProgress(options, process.stderr),
  };
}

const BORDERLESS = {
  ...Object.fromEntries(
    ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
      ['', '-mid', '-left', '-right'].map((end) => [`${side}${end}`, '']),
    ),
  ),
  middle: '  ',
};
