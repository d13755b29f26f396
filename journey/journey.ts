import { attachSteps } from './steps/attach-steps.js';
import { connectSteps } from './steps/connect-steps.js';
import { refusalSteps } from './steps/refusal-steps.js';
import { signInSteps } from './steps/sign-in-steps.js';
import { topicSteps } from './steps/topic-steps.js';
import type { JourneyTarget } from './target.js';
import type { JourneyStep, Traveller } from './traveller.js';

/** One step as it went. */
export interface StepResult {
  readonly step: string;
  readonly ok: boolean;
  /** Milliseconds, rounded. */
  readonly ms: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

const STEPS: readonly JourneyStep[] = [
  ...signInSteps,
  ...connectSteps.beforeAttach,
  ...attachSteps,
  ...connectSteps.afterAttach,
  ...topicSteps,
  ...refusalSteps,
];

/** The names of the steps, in order. */
export const STEP_NAMES: readonly string[] = STEPS.map(({ name }) => name);

/**
 * Walks a made-up user through sign-up, sign-in, attach and MQTT with unmodified clients, and tells of each step.
 * A step that needs one that failed is told as failed, too, without being tried.
 */
export async function walkJourney(target: JourneyTarget, tell: (result: StepResult) => void): Promise<boolean> {
  const traveller: Traveller = { target, open: [] };
  const failed = new Set<string>();
  for (const step of STEPS) {
    const missing = step.needs.find((name) => failed.has(name));
    const result = missing === undefined ? await runStep(step, traveller) : notTried(step.name, missing);
    if (!result.ok) failed.add(step.name);
    tell(result);
  }
  await Promise.all(traveller.open.map((client) => client.endAsync(true)));
  return failed.size === 0;
}

async function runStep({ name, run, refusedByPolicy }: JourneyStep, traveller: Traveller): Promise<StepResult> {
  const { target } = traveller;
  const before = await target.decisionNumber();
  const start = performance.now();
  const finish = (ok: boolean, detail: Readonly<Record<string, unknown>>) => ({
    step: name,
    ok,
    ms: Math.round(performance.now() - start),
    detail,
  });
  try {
    const detail = await run(traveller);
    if (refusedByPolicy !== true) return finish(true, detail);
    // A closed socket alone proves little: a policy must have refused it, and not a quota or a crash.
    const because = await target.refusalSince(before);
    return finish(because !== undefined, { ...detail, because: because ?? 'No policy refused anything.' });
  } catch (error) {
    const because = await target.refusalSince(before);
    return finish(false, { ...describe(error), ...(because === undefined ? {} : { because }) });
  }
}

function notTried(step: string, missing: string): StepResult {
  const message = `Not tried: it needs "${missing}", which failed.`;
  return { step, ok: false, ms: 0, detail: { code: 'NotTried', message } };
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) };
  const { status } = error as { status?: number };
  return { code: error.name, message: error.message, ...(status === undefined ? {} : { status }) };
}
