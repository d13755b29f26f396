import type { IotPolicies } from './iot-policies.js';
import { OperationError } from './operation-error.js';
import type { Time } from './time.js';
import { OutOfTime } from './within-time.js';
import { TargetsRefused, workThrough } from './work-through.js';

export interface DetachAllProps {
  readonly policies: IotPolicies;
  readonly time: Time;
  /** Stops after the calls that are under way. */
  readonly signal: AbortSignal;
}

export interface DetachAllResult {
  readonly policyName: string;
  readonly detached: number;
  /** Whether AWS lists nobody any more; false where it was stopped. */
  readonly complete: boolean;
}

/**
 * Rounds after which those who are listed still are taken for attached anew, and not for a list that is late: a minute
 * and a half of rounds that had nothing else to do.
 */
const MOST_ROUNDS = 20;

/** Targets that AWS lists now; none for a policy that is not there. */
export async function countTargets(policies: IotPolicies, policyName: string): Promise<number> {
  let listed = 0;
  for await (const page of policies.targets(policyName)) listed += page.length;
  return listed;
}

/**
 * Takes an IoT policy off everybody. Nothing is remembered: AWS lists whoever is left, so that after a crash the same
 * call goes on where it was.
 *
 * @param told is called with the number of those detached so far
 * @throws OperationError `StillAttached`, `TargetsRefused`; the error of AWS's where it refuses the caller
 */
export async function detachAll(
  policyName: string,
  { policies, time, signal }: DetachAllProps,
  told: (detached: number) => void,
): Promise<DetachAllResult> {
  let detached = 0;
  let rounds = 0;
  const job = {
    async round() {
      rounds += 1;
      if (rounds > MOST_ROUNDS) throw stillAttached(policyName);
      return () => policies.targets(policyName);
    },
    async treat(target: string, round: number) {
      await policies.detach(policyName, target, round);
      detached += 1;
      told(detached);
    },
  };
  try {
    const { empty } = await workThrough(job, time, () => signal.aborted);
    return { policyName, detached, complete: empty };
  } catch (error) {
    if (error instanceof OutOfTime) return { policyName, detached, complete: false };
    throw error instanceof TargetsRefused ? targetsRefused(policyName, error) : error;
  }
}

function targetsRefused(policyName: string, error: TargetsRefused): OperationError {
  const [[target, why] = []] = error.failures;
  const what = `AWS IoT refuses for good to detach ${policyName} from ${error.failures.size} targets`;
  return new OperationError('TargetsRefused', `${what}, such as ${target} (${why})`, { cause: error });
}

function stillAttached(policyName: string): OperationError {
  const what = `AWS IoT still lists identities with ${policyName}, though each was detached ${MOST_ROUNDS} times`;
  const why = 'apps that are refused call the API, and the function attaches it again';
  const remedy = 'stop the function first (aws lambda put-function-concurrency --reserved-concurrent-executions 0)';
  return new OperationError('StillAttached', `${what}: ${why}; ${remedy}, then call again`);
}
