import { UnsupportedError } from '../base/errors.js';
import type { InvocationResult } from '../service/function-of-stack.js';
import type { FunctionCall, FunctionRunner } from './function-runner.js';

export interface FunctionOnDemandOptions {
  /** Reads what is needed to start it. @throws UnsupportedError for a function that cannot be run here */
  readonly prepare: () => () => Promise<FunctionRunner>;
  /** Told why a call is refused. */
  readonly onRefused: (message: string) => void;
}

/** One version of a function, started when it is first called. */
export interface FunctionOnDemand {
  /** One that cannot be run fails its calls, and says why. @throws LambdaThrottled */
  invoke(call: FunctionCall): Promise<InvocationResult>;
  warm(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A stack has many functions that nothing here calls, in any language: they do not stop the boot.
 *
 * @throws AwsError for what a deployment fails with
 */
export function createFunctionOnDemand({ prepare, onRefused }: FunctionOnDemandOptions): FunctionOnDemand {
  const start = prepared(prepare);
  let started: Promise<FunctionRunner> | undefined;
  const runner = (): Promise<FunctionRunner> => {
    started ??= start();
    return started;
  };
  const refuse = (error: unknown): InvocationResult => {
    if (!(error instanceof UnsupportedError)) throw error;
    onRefused(error.message);
    return { ok: false, errorType: error.code, errorMessage: error.message };
  };
  const ignored = () => undefined;
  return {
    invoke: (call) => runner().then((running) => running.invoke(call), refuse),
    // What cannot be started says so when it is called.
    warm: () => runner().then((running) => running.warm(), ignored),
    stop: async () => void (await started?.then((running) => running.stop(), ignored)),
  };
}

function prepared(prepare: FunctionOnDemandOptions['prepare']): () => Promise<FunctionRunner> {
  try {
    return prepare();
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    return () => Promise.reject(error);
  }
}
