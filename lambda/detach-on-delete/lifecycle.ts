import { isRefusal, nameOf } from '../../operations/aws-faults.js';
import { type IotPolicies, identityId } from '../../operations/iot-policies.js';
import type { Time } from '../../operations/time.js';
import { withinTime } from '../../operations/within-time.js';
import { type Job, type Outcome, TargetsRefused, workThrough } from '../../operations/work-through.js';
import { described, TeardownError } from './faults.js';
import {
  isToBeDetached,
  type LifecycleRequest,
  LONGEST,
  type Plan,
  planFor,
  planUncounted,
  UNTIL_DELETABLE,
} from './plan.js';

export interface OnEventResult {
  readonly PhysicalResourceId: string;
  readonly Plan: Plan;
  /** Milliseconds since 1970. */
  readonly Deadline: number;
}

export type IsCompleteRequest = LifecycleRequest & OnEventResult;

export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export interface Lifecycle {
  onEvent(request: LifecycleRequest, context: LambdaContext): Promise<OnEventResult>;
  isComplete(request: IsCompleteRequest, context: LambdaContext): Promise<{ readonly IsComplete: boolean }>;
}

export interface LifecycleProps {
  readonly policies: IotPolicies;
  readonly time: Time;
  /** Takes one plain object a line. */
  readonly log: (line: object) => void;
}

/** Milliseconds of an invocation that are left for the calls under way, each of which may be tried again. */
const RESERVE = 45_000;
/** Milliseconds until the framework calls again, and a few more. */
const UNTIL_NEXT_CALL = 20_000;
/** Milliseconds in which nobody may turn up any more with the former policy: more than the attaching function runs. */
const UNTIL_MOVED = 30_000;

/**
 * The two halves of a custom resource on CDK's provider framework. Its physical ID is the policy's name, so a policy by
 * another name is another resource: Update then attaches everybody to the new policy, and CloudFormation has the former
 * one deleted (detached, that is) only once that is done.
 */
export function createLifecycle({ policies, time, log }: LifecycleProps): Lifecycle {
  /** Since when one request has found nothing to do. A new environment knows nothing and waits anew. */
  let quiet = { requestId: '', since: 0 };

  return {
    async onEvent(request, context) {
      const until = time.now() + context.getRemainingTimeInMillis() - RESERVE;
      const { RequestType, PhysicalResourceId, ResourceProperties } = request;
      const name = RequestType === 'Delete' ? PhysicalResourceId : ResourceProperties.PolicyName;
      const plan = await planFor(request, policies, () => time.now() >= until).catch((error: unknown) => {
        if (error instanceof TeardownError || isRefusal(error)) throw error;
        log({ event: 'notCounted', error: described(error) });
        return planUncounted(request);
      });
      log({ event: 'planned', requestType: RequestType, ...plan });
      return { PhysicalResourceId: name ?? ResourceProperties.PolicyName, Plan: plan, Deadline: time.now() + LONGEST };
    },

    async isComplete({ Plan: plan, Deadline, RequestId }, context) {
      if (plan.kind === 'nothing') return { IsComplete: true };
      const until = Math.min(time.now() + context.getRemainingTimeInMillis() - RESERVE, Deadline);
      const outcome = await workFor(plan, () => time.now() >= until).catch(unlessPassing);
      log({ event: 'worked', ...plan, ...summary(outcome) });
      const done = outcome === NOTHING_LEFT || hasBeenQuiet(plan, outcome, RequestId);
      // Before the next call would come, which would have no time to find out anything.
      if (!done && time.now() >= Deadline - UNTIL_NEXT_CALL) throw outOfTime(plan, outcome);
      return { IsComplete: done };
    },
  };

  async function workFor(plan: Work, isOver: () => boolean): Promise<Outcome> {
    if (plan.kind === 'move') return workThrough(moving(policies, plan.from, plan.to), time, isOver);
    // Asked each time: whoever keeps the policy after all may say so while we are at it.
    const { policyName, policyArn } = plan;
    if (!(await isToBeDetached(policies, policyName, policyArn))) return NOTHING_LEFT;
    return workThrough(detaching(policies, policyName), time, isOver);
  }

  /** Whether nobody has turned up for as long as this takes. */
  function hasBeenQuiet(plan: Work, outcome: Outcome | Passing, requestId: string): boolean {
    const calm = 'empty' in outcome && outcome.empty && outcome.treated === 0;
    // Nobody was attached at the beginning, and nobody has been since: AWS has nothing to take its time with.
    if (calm && plan.listed === 0 && quiet.requestId !== requestId) return true;
    if (!calm || quiet.requestId !== requestId) quiet = { requestId, since: time.now() };
    const enough = plan.kind === 'move' ? UNTIL_MOVED : UNTIL_DELETABLE;
    return calm && time.now() - quiet.since >= enough;
  }
}

type Work = Exclude<Plan, { kind: 'nothing' }>;

/** The policy is gone, or is to stay as it is. */
const NOTHING_LEFT: Outcome = { empty: true, treated: 0, failures: new Map() };

function detaching(policies: IotPolicies, policyName: string): Job {
  return {
    round: async () => () => policies.targets(policyName),
    treat: (target, round) => policies.detach(policyName, target, round),
  };
}

/** Everybody who has the former policy and not the new one. They keep the former until it is deleted. */
function moving(policies: IotPolicies, from: string, to: string): Job {
  return {
    async round(isOver) {
      const there = new Set<string>();
      for await (const page of withinTime(policies.targets(to), isOver)) {
        for (const target of page) there.add(identityId(target));
      }
      return async function* () {
        for await (const page of policies.targets(from)) yield page.filter((target) => !there.has(identityId(target)));
      };
    },
    treat: (target) => policies.attach(to, target),
  };
}

interface Passing {
  readonly error: unknown;
}

/** What may go better at the next call is not thrown: the framework takes each throw for the end. */
function unlessPassing(error: unknown): Passing {
  if (error instanceof TargetsRefused) throw refused(error.failures);
  if (error instanceof TeardownError || isRefusal(error)) throw error;
  return { error };
}

function summary(outcome: Outcome | Passing): object {
  if ('error' in outcome) return { error: described(outcome.error) };
  const { empty, treated, failures } = outcome;
  return { empty, treated, failed: failures.size, ...firstFailure(failures) };
}

function firstFailure(failures: ReadonlyMap<string, unknown>): { readonly target?: string; readonly error?: string } {
  const [first] = failures;
  return first === undefined ? {} : { target: first[0], error: described(first[1]) };
}

function refused(failures: ReadonlyMap<string, unknown>): TeardownError {
  const { target, error } = firstFailure(failures);
  const full = [...failures.values()].some((one) => nameOf(one) === 'LimitExceededException');
  const advice = full ? ' An identity holds ten policies at most: detach one of them.' : '';
  return new TeardownError(
    `All others are done, but AWS IoT refuses ${failures.size} of the policy's targets for good, first ${target} ` +
      `(${error}).${advice} Then try again: it goes on where it stopped.`,
  );
}

function outOfTime(plan: Plan, outcome: Outcome | Passing): TeardownError {
  const why = 'error' in outcome ? described(outcome.error) : reasonLeft(outcome);
  const what = plan.kind === 'move' ? `attached to IoT policy ${plan.to}` : 'detached from their IoT policy';
  return new TeardownError(
    `Not everybody could be ${what} within the hour that CloudFormation waits: ${why}. Try again: it goes on where it ` +
      'stopped.',
  );
}

function reasonLeft({ empty, failures }: Outcome): string {
  if (empty) return 'identities were attached anew up to the end, or AWS is not yet ready to delete the policy';
  const { target, error } = firstFailure(failures);
  return target === undefined ? 'some are left' : `${target} and maybe others are left (${error})`;
}
