import { openDeployment } from '../deployment/deployment.js';
import type { Output } from '../output/output.js';
import { runCommand } from '../output/run-command.js';
import type { DoctorOptions } from './doctor-options.js';
import { faults } from './faults.js';
import type { Finding } from './finding.js';
import { findingsOf } from './findings-of.js';
import { gatherFacts } from './gather/gather-facts.js';

/** A heading of this page is the name of each fault. */
const HELP = 'https://github.com/cognito-iot-access/cognito-iot-access/blob/main/docs/operations.md#';

/** The first fault, and what to do about it; undefined: nothing stands in the way, as far as could be looked at. */
interface Diagnosis {
  readonly check: string;
  readonly fault: string;
  readonly text: string;
  readonly remedy: string;
  readonly help: string;
}

/** @returns the exit code: 1 where something stands in the user's way */
export function runDoctor(options: DoctorOptions): Promise<number> {
  return runCommand(options, async (output) => {
    const facts = await gatherFacts(options, await openDeployment(options));
    const findings = findingsOf(facts);
    const diagnosis = diagnosisOf(findings);
    output.value({ can: diagnosis === undefined, diagnosis, checks: findings });
    tell(findings, diagnosis, output);
    return diagnosis === undefined ? 0 : 1;
  });
}

function diagnosisOf(findings: readonly Finding[]): Diagnosis | undefined {
  for (const { check, fault, text } of findings) {
    if (fault !== undefined)
      return { check, fault, text, remedy: faults[fault].remedy, help: HELP + fault.toLowerCase() };
  }
  return undefined;
}

const MARKS = { ok: '✓', bad: '✗', unknown: '?' };

function tell(findings: readonly Finding[], diagnosis: Diagnosis | undefined, { line }: Output): void {
  for (const { check, state, text } of findings) line(`${MARKS[state]} ${check.padEnd(18)} ${text}`);
  line('');
  if (diagnosis !== undefined) {
    line(`${diagnosis.fault}: ${diagnosis.text}.`);
    line(diagnosis.remedy);
    line(diagnosis.help);
    return;
  }
  const unknown = findings.filter(({ state }) => state === 'unknown').length;
  const rest = unknown === 0 ? '' : `; ${unknown} of ${findings.length} checks could not be made`;
  line(`Nothing stands in the way, as far as was looked at${rest}.`);
}
