import { asRefusal } from './refusal.js';
import { ATTACH_STEP, ATTACHED_STEPS } from './steps/attach-steps.js';
import { BEFORE_ATTACH_STEPS, CONNECT_STEP } from './steps/connect-steps.js';
import { DEVICE_REFUSED_STEP, DEVICE_STEPS } from './steps/device-steps.js';
import { FOREIGN_STEPS } from './steps/foreign-steps.js';
import { GUEST_IDENTITY_STEP } from './steps/guest-steps.js';
import { REFUSAL_STEPS } from './steps/refusal-steps.js';
import { SIGN_IN_STEPS, UNSIGNED_REFUSED_STEP } from './steps/sign-in-steps.js';
import { TOPIC_STEPS } from './steps/topic-steps.js';
import type { JourneyTarget } from './target.js';
import { type JourneyStep, Skipped, type Traveller } from './traveller.js';

/** One step as it went. */
export interface StepResult {
  readonly step: string;
  /** Who took it, where it was not a user in no group: `group operators`, `guest`. */
  readonly who?: string;
  readonly ok: boolean;
  /** Why the stack has no use for the step, which is then ok. */
  readonly skipped?: string;
  /** Milliseconds, rounded. */
  readonly ms: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A step that is under way. */
export interface BegunStep {
  readonly step: string;
  readonly who?: string;
}

const STEPS: readonly JourneyStep[] = [
  ...SIGN_IN_STEPS,
  UNSIGNED_REFUSED_STEP,
  ...BEFORE_ATTACH_STEPS,
  ATTACH_STEP,
  // At once, for whoever wants to know how long a new attachment takes to work.
  CONNECT_STEP,
  ...ATTACHED_STEPS,
  ...TOPIC_STEPS,
  ...FOREIGN_STEPS,
  ...REFUSAL_STEPS,
];

/** A member of a group is held to the group's role, by the same policy. */
const MEMBER_STEPS: readonly JourneyStep[] = [
  ...SIGN_IN_STEPS,
  ATTACH_STEP,
  CONNECT_STEP,
  ...TOPIC_STEPS,
  ...FOREIGN_STEPS,
];

/** Nothing is attached to guests. */
const GUEST_STEPS: readonly JourneyStep[] = [GUEST_IDENTITY_STEP, CONNECT_STEP, ...TOPIC_STEPS, ...FOREIGN_STEPS];

/** The names of the steps, in order, where the stack has no devices. */
export const STEP_NAMES: readonly string[] = STEPS.map(({ name }) => name);

/**
 * Walks a made-up user through sign-up, sign-in, attach and MQTT with unmodified clients, and tells of each step; then
 * a member of each group, and a guest where guests are let in. Where devices can be granted, one is, and taken back. What they may do is taken from what the stack tells them
 * and from what its settings meant, and every bit of it is tried.
 * A step that needs one that failed is told as failed, too, without being tried.
 */
export async function walkJourney(
  target: JourneyTarget,
  tell: (result: StepResult) => void,
  begin: (step: BegunStep) => void = () => undefined,
): Promise<boolean> {
  const taken = new Map<string, number>();
  const user: Traveller = { target, taken, open: [] };
  const { groups, guests, devices } = target.intent;
  const deviceSteps = target.givenUser === undefined ? DEVICE_STEPS : DEVICE_STEPS.map(notOfGivenUser);
  let ok = await walk(devices === undefined ? STEPS : [...STEPS, ...deviceSteps], user, { tell, begin });
  /** Nobody reaches a device without a grant, whatever their role says. */
  const withoutGrant = devices === undefined ? [] : [DEVICE_REFUSED_STEP];
  const { other } = user;
  const steps = [...MEMBER_STEPS, ...withoutGrant];
  for (const group of groups) {
    const member = { target, taken, open: [], group, ...(other && { other }) };
    const ofMember = target.givenUser === undefined ? steps : steps.slice(0, 1).map(notOfGivenUser);
    ok = (await walk(ofMember, member, asTold({ tell, begin }, `group ${group}`))) && ok;
  }
  const { guestsUnknown } = target;
  if (guests === undefined && guestsUnknown !== undefined) {
    tell({ step: GUEST_IDENTITY_STEP.name, who: 'guest', ok: true, skipped: guestsUnknown, ms: 0, detail: {} });
  }
  if (guests === undefined) return ok;
  const guest = { target, taken, open: [], ...(other && { other }) };
  return (await walk([...GUEST_STEPS, ...withoutGrant], guest, asTold({ tell, begin }, 'guest'))) && ok;
}

interface Listener {
  readonly tell: (result: StepResult) => void;
  readonly begin: (step: BegunStep) => void;
}

function asTold({ tell, begin }: Listener, who: string): Listener {
  return {
    tell: ({ step, ...rest }) => tell({ step, who, ...rest }),
    begin: ({ step }) => begin({ step, who }),
  };
}

/** What would change somebody's groups and policies. */
function notOfGivenUser(step: JourneyStep): JourneyStep {
  const reason = 'It would change what the given user may do; without a given user it is tried.';
  return { ...step, needs: [], run: async () => new Skipped(reason) };
}

/** What is interrupted is not gone on with, and the rest is not told. */
async function walk(steps: readonly JourneyStep[], traveller: Traveller, { tell, begin }: Listener): Promise<boolean> {
  const failed = new Set<string>();
  const { signal } = traveller.target;
  const closeAll = () => Promise.all(traveller.open.map((client) => client.endAsync(/* force */ true)));
  // What waits for a message waits no longer.
  const onAbort = () => void closeAll();
  signal?.addEventListener('abort', onAbort);
  for (const step of steps) {
    if (signal?.aborted) break;
    const missing = step.needs.find((name) => failed.has(name));
    if (missing === undefined) begin({ step: step.name });
    const result = missing === undefined ? await runStep(step, traveller) : notTried(step.name, missing);
    if (!result.ok) failed.add(step.name);
    tell(result);
  }
  signal?.removeEventListener('abort', onAbort);
  await closeAll();
  return failed.size === 0 && !signal?.aborted;
}

async function runStep({ name, run }: JourneyStep, traveller: Traveller): Promise<StepResult> {
  const { target } = traveller;
  const start = performance.now();
  const finish = (result: Omit<StepResult, 'step' | 'ms'>) => {
    const { ok, skipped, detail } = result;
    const ms = Math.round(performance.now() - start);
    return { step: name, ok, ...(skipped === undefined ? {} : { skipped }), ms, detail };
  };
  let before = 0;
  try {
    before = (await target.decisions?.newest()) ?? 0;
    const detail = await run(traveller);
    if (detail instanceof Skipped) return finish({ ok: true, skipped: detail.reason, detail: {} });
    return finish({ ok: true, detail });
  } catch (error) {
    if (target.signal?.aborted) return finish({ ok: false, detail: INTERRUPTED });
    const because = await target.decisions?.refusalSince(before).catch(() => undefined);
    return finish({ ok: false, detail: { ...describe(error), ...(because === undefined ? {} : { because }) } });
  }
}

const INTERRUPTED = { code: 'Interrupted', message: 'It was interrupted.' };

function notTried(step: string, missing: string): StepResult {
  const message = `Not tried: it needs "${missing}", which failed.`;
  return { step, ok: false, ms: 0, detail: { code: 'NotTried', message } };
}

function describe(thrown: unknown): Record<string, unknown> {
  const error = asRefusal(thrown);
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) };
  const { status } = error as { status?: number };
  return { code: error.name, message: error.message, ...(status === undefined ? {} : { status }) };
}
