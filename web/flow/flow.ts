/** The steps from a user to its messages, in order. */
export const STEP_NAMES = ['signIn', 'identity', 'attach', 'connect', 'topics'] as const;

export type StepName = (typeof STEP_NAMES)[number];

/**
 * - `waiting`: not its turn yet
 * - `busy`: under way
 * - `done`: went well
 * - `skipped`: was not needed
 * - `refused`: somebody said no
 */
export type StepStatus = 'waiting' | 'busy' | 'done' | 'skipped' | 'refused';

export interface FlowStep {
  readonly status: StepStatus;
  /** What it found, or why it was refused, in a few words. */
  readonly detail: string;
}

export type Flow = Readonly<Record<StepName, FlowStep>>;

const WAITING: FlowStep = { status: 'waiting', detail: '' };

export const UNTOUCHED_FLOW: Flow = {
  signIn: WAITING,
  identity: WAITING,
  attach: WAITING,
  connect: WAITING,
  topics: WAITING,
};

export function withStep(flow: Flow, name: StepName, status: StepStatus, detail = ''): Flow {
  return { ...flow, [name]: { status, detail } };
}

/** What is under way when something fails is what failed; when nothing is, the connection. */
export function refuseBusy(flow: Flow, detail: string): Flow {
  return withStep(flow, STEP_NAMES.find((step) => flow[step].status === 'busy') ?? 'connect', 'refused', detail);
}
