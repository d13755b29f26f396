import { LambdaThrottled } from '../service/function-of-stack.js';

export interface ConcurrencyOptions {
  /** The account's quota "Concurrent executions" in the Region. */
  readonly concurrentExecutions: number;
  /** Function's ARN to its `ReservedConcurrentExecutions`; the others share what is left. */
  readonly reservations: ReadonlyMap<string, number>;
}

/** How many executions run at once. Beyond it Lambda throttles: nothing waits. */
export interface Concurrency {
  /**
   * Counts an execution of this function, from now until what is returned is called.
   *
   * @throws LambdaThrottled
   */
  begin(functionArn: string): () => void;
}

/** What AWS keeps for functions without a reservation. */
const LEAST_UNRESERVED = 100;

/**
 * @throws Error in AWS's words where reservations leave too little, as a deployment would fail
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export function createConcurrency({ concurrentExecutions, reservations }: ConcurrencyOptions): Concurrency {
  const unreserved = unreservedOf(concurrentExecutions, reservations);
  const running = new Map<string, number>();
  return {
    begin(functionArn) {
      const reserved = reservations.get(functionArn);
      const pool = reserved === undefined ? 'unreserved' : functionArn;
      const count = running.get(pool) ?? 0;
      if (count >= (reserved ?? unreserved)) throw new LambdaThrottled(reserved !== undefined);
      running.set(pool, count + 1);
      return () => running.set(pool, (running.get(pool) ?? 1) - 1);
    },
  };
}

function unreservedOf(concurrentExecutions: number, reservations: ReadonlyMap<string, number>): number {
  // An account whose quota is lower can reserve nothing: https://github.com/awslabs/fhir-works-on-aws-deployment/issues/691
  const least = Math.min(LEAST_UNRESERVED, concurrentExecutions);
  let left = concurrentExecutions;
  for (const [functionArn, reserved] of reservations) {
    left -= reserved;
    if (reserved > 0 && left < least) {
      throw new Error(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}]. ` +
          `${functionArn} reserves ${reserved} of ${concurrentExecutions} concurrent executions, so a deployment into an ` +
          'account with that quota fails. Reserve less, or boot with a higher --concurrent-executions.',
      );
    }
  }
  return left;
}
