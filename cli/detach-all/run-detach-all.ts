import { IoTClient } from '@aws-sdk/client-iot';
import { countTargets, detachAll } from '../../operations/detach-all.js';
import { createIotPolicies } from '../../operations/iot-policies.js';
import { REAL_TIME } from '../../operations/time.js';
import { openDeployment } from '../deployment/deployment.js';
import { listenForEnd } from '../ending.js';
import { confirm } from '../output/confirm.js';
import { runCommand } from '../output/run-command.js';
import type { DetachAllOptions } from './detach-all-options.js';

interface Told {
  readonly policyName: string;
  /** How many were listed before. */
  readonly attached: number;
  readonly detached: number;
  readonly complete: boolean;
}

/** @returns the exit code */
export function runDetachAll(options: DetachAllOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const signal = listenForEnd();
    const { clientConfig, outputs, output: outputOf } = await openDeployment(options, 'IotPolicyName');
    // Slows down by itself when AWS throttles: others of the account may be using the same quota.
    const iot = new IoTClient({ ...clientConfig, retryMode: 'adaptive' });
    const policies = createIotPolicies(iot, REAL_TIME, options.rate);
    // Those who are denied last: while anybody has rights to be denied, the Deny stays.
    const names = options.policy ? [options.policy] : [outputOf('IotPolicyName'), outputs.RevokedPolicyName];
    const found: { policyName: string; attached: number }[] = [];
    for (const policyName of names.filter((name) => name !== undefined)) {
      found.push({ policyName, attached: await countTargets(policies, policyName) });
    }
    const tell = (told: readonly Told[]) => {
      output.table(
        ['policy', 'attached', 'detached'],
        told.map(({ policyName, attached, detached }) => [policyName, String(attached), String(detached)]),
      );
      output.value(told);
    };
    if (options.dryRun) {
      tell(found.map((one) => ({ ...one, detached: 0, complete: one.attached === 0 })));
      return 0;
    }
    const total = found.reduce((sum, { attached }) => sum + attached, 0);
    if (!options.yes && !(await confirm(question(total, options.rate), signal))) return 1;

    const told: Told[] = [];
    const progress = output.progress({ what: 'attachments', total });
    let before = 0;
    try {
      for (const { policyName, attached } of found) {
        const one = await detachAll(policyName, { policies, time: REAL_TIME, signal }, (done) =>
          progress.to(before + done),
        );
        before += one.detached;
        told.push({ ...one, attached });
        if (!one.complete) break;
      }
    } finally {
      progress.stop();
    }
    tell(told);
    const complete = told.every((one) => one.complete);
    if (!complete) output.note('Interrupted: the same command goes on where this one was.');
    return complete ? 0 : 1;
  });
}

function question(total: number, rate: number): string {
  const minutes = Math.ceil(total / rate / 60);
  return `${total} attachments are taken off, which takes about ${minutes} minutes, and everybody loses access.`;
}
