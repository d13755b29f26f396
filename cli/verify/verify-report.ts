import type { BegunStep, StepResult } from '../../journey/journey.js';
import type { Output } from '../output/output.js';
import { countSteps, tellJson, tellPeople } from '../steps/printer.js';
import { planLines, type VerifyPlan } from './verify-plan.js';

/** Something that was not removed. */
export interface Left {
  readonly what: string;
  readonly why: string;
  readonly byHand: string;
}

export type Verdict = 'passed' | 'failed' | 'interrupted';

/** Tells of a run: lines for people, an object a line for programs. */
export interface VerifyReport {
  plan(plan: VerifyPlan): void;
  begin(step: BegunStep): void;
  step(result: StepResult): void;
  removed(what: string): void;
  left(left: Left): void;
  verdict(verdict: Verdict, left: readonly Left[]): void;
}

export function createVerifyReport(output: Output): VerifyReport {
  return output.json ? forPrograms(output) : forPeople(output);
}

function forPrograms({ value }: Output): VerifyReport {
  const results: StepResult[] = [];
  return {
    plan: (plan) => value({ plan }),
    begin: (step) => value({ event: 'begin', detail: step }),
    step(result) {
      results.push(result);
      tellJson(result);
    },
    removed: (what) => value({ event: 'removed', detail: { what } }),
    left: (left) => value({ event: 'left', detail: left }),
    verdict(verdict, left) {
      const failed = results.find(({ ok }) => !ok);
      const { detail: { attachmentWorksAfterMs = null } = {} } = results.find(({ step }) => step === 'connect') ?? {};
      const first = failed && { step: failed.step, ...(failed.who !== undefined && { who: failed.who }) };
      value({ verdict, steps: results.length, failed: first ?? null, attachmentWorksAfterMs, left });
    },
  };
}

function forPeople({ line, note }: Output): VerifyReport {
  const { tell, verdict: counted } = countSteps(tellPeople, 'not tried, with the reason beside them');
  const { stdout } = process;
  const results: StepResult[] = [];
  return {
    plan(plan) {
      planLines(plan).forEach(line);
      line('');
    },
    begin({ step, who }) {
      // Some take minutes on AWS; the line is written over by its result.
      if (stdout.isTTY) stdout.write(`… ${who === undefined ? step : `${step} (${who})`}`);
    },
    step(result) {
      if (stdout.isTTY) stdout.write('\r\u001b[2K');
      results.push(result);
      tell(result);
    },
    removed: (what) => line(`  removed ${what}`),
    left: ({ what, why, byHand }) => note(`  not removed: ${what} (${why}); by hand: ${byHand}`),
    verdict(verdict, left) {
      const { attachmentWorksAfterMs: ms } = results.find(({ step }) => step === 'connect')?.detail ?? {};
      line('');
      if (typeof ms === 'number') line(`A new attachment worked after ${(ms / 1000).toFixed(1)} s.`);
      const rest = left.length === 0 ? 'nothing is left behind' : `${left.length} things are left, see above`;
      line(`${verdict}: ${counted()}; ${rest}`);
      if (verdict === 'failed') line('`cognito-iot doctor` says more of what a user is refused.');
    },
  };
}
