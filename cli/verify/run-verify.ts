import { walkJourney } from '../../journey/journey.js';
import { createRemovals, type LeftBehind, type Removal } from '../../journey/removals.js';
import { openDeployment } from '../deployment/deployment.js';
import { listenForEnd } from '../ending.js';
import { intentOf } from '../intent-of.js';
import type { Output } from '../output/output.js';
import { type ExitCode, runCommand } from '../output/run-command.js';
import { asRemoval } from './cleanup.js';
import { commandLine } from './cleanup-place.js';
import { cleanupsOf } from './cleanups-of.js';
import { deployedTarget } from './deployed-target.js';
import { foundIntent } from './found-intent.js';
import { givenPassword } from './given-password.js';
import type { VerifyOptions } from './verify-options.js';
import { verifyPlan } from './verify-plan.js';
import { createVerifyReport, type Left } from './verify-report.js';

/** Seconds: AWS says 6 to 8 minutes, https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html */
const PATIENCE_ON_AWS = 480;
const PATIENCE_IN_A_SANDBOX = 20;

/** Tells what it is going to make, walks, and removes all of it, however the walk ends. */
export function runVerify(options: VerifyOptions): Promise<ExitCode> {
  return runCommand(options, (output) => verify(options, output));
}

async function verify(options: VerifyOptions, output: Output): Promise<ExitCode> {
  const { dryRun, patience: seconds } = options;
  const givenUser = await givenUserOf(options);
  const deployment = await openDeployment(options);
  const found = await foundIntent(deployment, await statedIntent(options));
  const patience = 1000 * (seconds ?? (deployment.sandbox === undefined ? PATIENCE_ON_AWS : PATIENCE_IN_A_SANDBOX));
  const command = commandLine(options, deployment.output('Region'));
  const report = createVerifyReport(output);
  const [soon, late] = [createRemovals(), createRemovals()];
  const signal = listenForEnd(() => tellPending(output, [...soon.left(), ...late.left()]));
  const ofThing = cleanupsOf({ deployment, options, patience, command });
  const target = deployedTarget(deployment, options, found, {
    signal,
    patience,
    making(made) {
      signal.throwIfAborted();
      // What is added last is removed first.
      for (const cleanup of [...ofThing(made)].reverse()) {
        (cleanup.isLate ? late : soon).add(asRemoval(cleanup, report.removed));
      }
    },
    ...(givenUser !== undefined && { givenUser }),
  });
  report.plan(verifyPlan({ ...target, patience }));
  if (dryRun) return 0;
  let passed = false;
  let interrupted = false;
  let left: readonly Left[] = [];
  try {
    passed = await walkJourney(target, report.step, report.begin);
  } finally {
    interrupted = signal.aborted;
    left = [...(await soon.removeAll()), ...(await late.removeAll())].map(told);
    left.forEach(report.left);
  }
  const isWell = passed && left.length === 0;
  report.verdict(interrupted ? 'interrupted' : isWell ? 'passed' : 'failed', left);
  return isWell ? 0 : 1;
}

/** A dry run signs nobody in. */
async function givenUserOf({ user, dryRun }: VerifyOptions) {
  return user === undefined ? undefined : { userName: user, password: dryRun ? '' : await givenPassword(user) };
}

async function statedIntent({ assembly, stack }: VerifyOptions) {
  if (assembly === undefined) return undefined;
  const { readAssembly } = await import('../../sandbox/index.js');
  return intentOf(readAssembly(assembly, stack));
}

function told({ what, byHand = '', error }: LeftBehind): Left {
  return { what, why: error instanceof Error ? `${error.name}: ${error.message}` : String(error), byHand };
}

/** On standard error, for people and programs: nothing is waited for any more. */
function tellPending({ note }: Output, pending: readonly Removal[]): void {
  if (pending.length > 0) note('Left behind, unless it is gone already; by hand:');
  for (const { byHand = '' } of pending) note(`  ${byHand}`);
}
