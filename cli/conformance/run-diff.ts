import { readFileSync } from 'node:fs';
import { RECORDED } from '../../conformance/recorded.js';
import { differences, parseReport } from '../../conformance/report.js';
import { runCommand } from '../output/run-command.js';
import { differencesTable } from './differences-table.js';

/** @returns the exit code: 1 where the reports part */
export function runDiff(file: string, other: string | undefined, options: { readonly json: boolean }): Promise<number> {
  return runCommand(options, async (output) => {
    const read = (name: string) => parseReport(readFileSync(name, 'utf8'), name);
    const [names, one, two] =
      other === undefined
        ? ([['recorded of the sandbox', file], RECORDED, read(file)] as const)
        : ([[file, other], read(file), read(other)] as const);
    const found = differences(one, two);
    const both = Object.keys(one.answers).filter((id) => id in two.answers).length;
    output.value({ compared: both, differences: found });
    differencesTable(found, names, output);
    output.line(
      found.length === 0 ? `${both} questions, no difference.` : `${both} questions, ${found.length} differ.`,
    );
    return found.length === 0 ? 0 : 1;
  });
}
