import { readAssembly, type StackAssembly } from '../../sandbox/index.js';
import { changesLines } from './changes-lines.js';
import type { ChangesCommandOptions, ChangesReport, StackComparison } from './changes-report.js';
import { compareStack } from './compare-stack.js';
import { deployedStacks } from './deployed-stacks.js';
import { templateOfFile } from './template-of-file.js';

const NO = 1;
/** Nothing is known of what changes: no answer is no "nothing". */
const UNREADABLE = 2;

/** @returns the exit code */
export async function runChanges(options: ChangesCommandOptions): Promise<number> {
  const { accept, json } = options;
  try {
    const report = reportOf(await compared(options), accept);
    say(json ? JSON.stringify(report, null, 2) : changesLines(report, accept).join('\n'));
    return report.refused + report.loses > 0 ? NO : 0;
  } catch (error) {
    const { name: code, message } = error instanceof Error ? error : new Error(String(error));
    if (json) say(JSON.stringify({ error: { code, message } }));
    else process.stderr.write(`${code}: ${message}\n`);
    return UNREADABLE;
  }
}

async function compared(options: ChangesCommandOptions): Promise<StackComparison[]> {
  const { template: file, ...where } = options;
  const { others = [], ...main } = readAssembly(options.assembly, options.stack);
  const stacks: StackAssembly[] = [main, ...others];
  if (file !== undefined) return [compareFile(file, stacks)];
  const deployed = await deployedStacks(where);
  const found: StackComparison[] = [];
  // One after the other: a few calls, well below what CloudFormation takes.
  for (const stack of stacks) found.push(await compareStack(stack, deployed(stack)));
  return found;
}

/** @throws Error where a file says too little */
function compareFile(file: string, stacks: readonly StackAssembly[]): StackComparison {
  const [stack, ...more] = stacks;
  if (stack === undefined || more.length > 0) {
    const names = stacks.map(({ stackName }) => stackName).join(', ');
    throw new Error(`a file is the template of one stack, and these are ${names}; name one by --stack`);
  }
  return templateOfFile(file, stack);
}

function reportOf(stacks: readonly StackComparison[], accept: readonly string[]): ChangesReport {
  const problems = stacks.flatMap(({ changes }) => changes.flatMap((change) => change.problems));
  const refused = problems.filter(({ kind }) => kind === 'refused');
  const loses = problems.filter(({ kind, code }) => kind === 'loses' && !accept.includes(code));
  return { stacks, refused: refused.length, loses: loses.length };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
