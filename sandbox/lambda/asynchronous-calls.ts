import { LambdaThrottled } from '../service/function-of-stack.js';
import type { FunctionCall } from './function-runner.js';
import type { CallableFunction } from './functions.js';

/** Calls that nobody waits for. */
export interface AsynchronousCalls {
  accept(called: CallableFunction, call: FunctionCall): void;
  /** Forgets those that have not begun. */
  stop(): void;
}

/** Milliseconds until a throttled call is tried again; AWS waits 1 second at first, and 5 minutes at most. */
const AGAIN = 1000;

/**
 * Each runs once. AWS tries one that fails twice more, a minute and two minutes later, and then knows dead-letter queues
 * and destinations; here the log says that it failed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function createAsynchronousCalls(
  log: (line: string, functionName: string) => void,
  reportFault: (error: unknown) => void,
): AsynchronousCalls {
  const waiting = new Set<NodeJS.Timeout>();
  let stopped = false;

  const run = async (called: CallableFunction, call: FunctionCall): Promise<void> => {
    try {
      const result = await called.invoke(call);
      if (result.ok || stopped) return;
      const { functionName } = called;
      const why = `${result.errorType}: ${result.errorMessage}`;
      log(`${functionName} failed an asynchronous call, which AWS would try twice more: ${why}`, functionName);
    } catch (error) {
      if (!(error instanceof LambdaThrottled)) return reportFault(error);
      if (stopped) return;
      const timer = setTimeout(() => {
        waiting.delete(timer);
        void run(called, call);
      }, AGAIN);
      waiting.add(timer);
    }
  };

  return {
    accept: (called, call) => void run(called, call),
    stop() {
      stopped = true;
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}
