import { readFileSync } from 'node:fs';
import { type AccessReport, accessReport, compareAccess, readAccessReport, readAssembly } from '../../sandbox/index.js';
import { differenceLines } from './difference-lines.js';
import { reportLines } from './report-lines.js';

export interface AccessCommandOptions {
  readonly assembly: string;
  readonly stack: string | undefined;
  readonly region: string;
  readonly managedPolicy: Readonly<Record<string, unknown>>;
  readonly baseline: string | undefined;
  readonly json: boolean;
}

const WIDER = 1;
/** Nothing is known of what changed: no answer is no "nothing". */
const UNREADABLE = 2;

/** @returns the exit code */
export function runAccess(options: AccessCommandOptions): number {
  const { assembly, stack, region, managedPolicy, baseline, json } = options;
  try {
    const report = accessReport(readAssembly(assembly, stack), { region, managedPolicies: managedPolicy });
    if (baseline === undefined) {
      say(json ? [JSON.stringify(report, null, 2)] : reportLines(report));
      return 0;
    }
    const comparison = compareAccess(readBaseline(baseline), report);
    say(json ? [JSON.stringify(comparison, null, 2)] : differenceLines(comparison, report));
    return comparison.wider.length > 0 ? WIDER : 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return UNREADABLE;
  }
}

/** @throws Error for a file that holds no report */
function readBaseline(file: string): AccessReport {
  try {
    return readAccessReport(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const how = 'Write it with: npx cognito-iot access --json > FILE';
    throw new Error(`${file} is no report of this command (${(error as Error).message}). ${how}`, { cause: error });
  }
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
