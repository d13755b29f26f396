import type { Credentials } from '../iam/credentials.js';
import type { FunctionOfStack } from '../service/function-of-stack.js';
import type { LogStreamWriter } from '../service/log-stream.js';
import type { StackAssembly } from '../template/assembly.js';
import type { StackResources } from '../template/stack-resources.js';
import { createConcurrency } from './concurrency.js';
import { type FunctionSettings, readFunction, readReservations } from './function-resources.js';
import { createFunctionRunner, type FunctionRunner } from './function-runner.js';
import type { WarmProcesses } from './warm-processes.js';

/** A function that something can call. */
export interface StartedFunction extends FunctionOfStack {
  readonly functionArn: string;
  readonly runner: FunctionRunner;
}

export interface FunctionsOptions {
  readonly resources: StackResources;
  readonly assembly: StackAssembly;
  readonly endpointUrl: string;
  /** The account's quota of executions at once. */
  readonly concurrentExecutions: number;
  readonly assumeRole: (roleArn: string, functionName: string) => Credentials;
  readonly onLogLine: (line: string, functionName: string, requestId: string | undefined) => void;
  readonly startEnvironment: WarmProcesses['start'];
  readonly openLogStream: (settings: FunctionSettings) => LogStreamWriter;
}

export interface Functions {
  /** Starts the function, if nobody has asked for it before. @throws UnsupportedError for one that cannot be run */
  byArn(functionArn: string): StartedFunction;
  /** Among those that were started: what nothing can call is not run. */
  byName(functionName: string): StartedFunction | undefined;
  stop(): Promise<void>;
}

/** @throws Error where the reservations of the template's functions exceed the quota */
export function createFunctions(options: FunctionsOptions): Functions {
  const { resources, assembly, endpointUrl, concurrentExecutions, assumeRole, onLogLine } = options;
  const { region } = resources.environment;
  const concurrency = createConcurrency({ concurrentExecutions, reservations: readReservations(resources) });
  const functions = new Map<string, StartedFunction>();

  const start = (functionArn: string): StartedFunction => {
    const settings = readFunction(resources, assembly, functionArn);
    const credentials = assumeRole(settings.roleArn, settings.functionName);
    const begin = () => concurrency.begin(functionArn);
    const runner = createFunctionRunner({
      settings,
      region,
      credentials,
      endpointUrl,
      onLogLine: (line, requestId) => onLogLine(line, settings.functionName, requestId),
      openLogStream: () => options.openLogStream(settings),
      begin,
      startEnvironment: options.startEnvironment,
    });
    const { functionName, permissions } = settings;
    return { functionArn, functionName, permissions, runner, invoke: runner.invoke, warm: runner.warm };
  };

  return {
    byArn(functionArn) {
      const found = functions.get(functionArn) ?? start(functionArn);
      functions.set(functionArn, found);
      return found;
    },
    byName: (name) => [...functions.values()].find(({ functionName }) => functionName === name),
    stop: async () => void (await Promise.all([...functions.values()].map(({ runner }) => runner.stop()))),
  };
}
