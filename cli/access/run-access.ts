import { readFileSync } from 'node:fs';
import {
  type AccessReport,
  type AccessReportOptions,
  accessReport,
  compareAccess,
  readAccessReport,
  readAssembly,
} from '../../sandbox/index.js';
import type { BootOptions } from '../sandbox/boot-options.js';
import { differenceLines } from './difference-lines.js';
import { reportLines } from './report-lines.js';

type TemplateOption = 'stack' | 'region' | 'existing' | 'parameter' | 'ssm' | 'attribute' | 'secret' | 'managedPolicy';

export interface AccessCommandOptions extends Pick<BootOptions, TemplateOption> {
  readonly assembly: string;
  readonly baseline: string | undefined;
  readonly json: boolean;
}

const WIDER = 1;
/** Nothing is known of what changed: no answer is no "nothing". */
const UNREADABLE = 2;

/** @returns the exit code */
export function runAccess(options: AccessCommandOptions): number {
  const { assembly, stack, baseline, json } = options;
  try {
    const report = accessReport(readAssembly(assembly, stack), reportOptions(options));
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

function reportOptions({ region, existing, ...options }: AccessCommandOptions): AccessReportOptions {
  return {
    ...(region === undefined ? {} : { region }),
    existing: existing.map((folder) => readAssembly(folder)),
    parameters: options.parameter,
    ssm: options.ssm,
    attributes: options.attribute,
    secrets: options.secret,
    managedPolicies: options.managedPolicy,
  };
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
