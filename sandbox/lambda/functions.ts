import type { Credentials } from '../iam/credentials.js';
import type { StackAssembly } from '../template/assembly.js';
import type { StackResources } from '../template/stack-resources.js';
import { createConcurrency } from './concurrency.js';
import { type FunctionSettings, readFunction, readReservations } from './function-resources.js';
import { createFunctionRunner, type FunctionRunner } from './function-runner.js';

/** A function of the stack, ready to be invoked. */
export interface SandboxFunction {
  readonly settings: FunctionSettings;
  readonly runner: FunctionRunner;
}

export interface FunctionsOptions {
  readonly resources: StackResources;
  readonly assembly: StackAssembly;
  /** The functions that something can call; the others are not started. */
  readonly functionArns: readonly string[];
  readonly endpointUrl: string;
  /** The account's quota of executions at once. */
  readonly concurrentExecutions: number;
  readonly assumeRole: (roleArn: string, functionName: string) => Credentials;
  readonly onLogLine: (line: string) => void;
}

export interface Functions {
  /** @throws Error for an ARN that was not among those asked for */
  byArn(functionArn: string): SandboxFunction;
  byName(functionName: string): SandboxFunction | undefined;
  warm(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error where the reservations of the template's functions exceed the quota */
export function createFunctions({
  resources,
  assembly,
  functionArns,
  endpointUrl,
  concurrentExecutions,
  assumeRole,
  onLogLine,
}: FunctionsOptions): Functions {
  const { region } = resources.environment;
  const concurrency = createConcurrency({ concurrentExecutions, reservations: readReservations(resources) });
  const functions = new Map<string, SandboxFunction>();
  for (const functionArn of new Set(functionArns)) {
    const settings = readFunction(resources, assembly, functionArn);
    const credentials = assumeRole(settings.roleArn, settings.functionName);
    const begin = () => concurrency.begin(functionArn);
    const runner = createFunctionRunner({ settings, region, credentials, endpointUrl, onLogLine, begin });
    functions.set(functionArn, { settings, runner });
  }
  const runners = () => [...functions.values()].map(({ runner }) => runner);
  return {
    byArn(functionArn) {
      const found = functions.get(functionArn);
      if (found === undefined) throw new Error(`${functionArn} was not started`);
      return found;
    },
    byName: (name) => [...functions.values()].find(({ settings }) => settings.functionName === name),
    warm: async () => void (await Promise.all(runners().map((runner) => runner.warm()))),
    stop: async () => void (await Promise.all(runners().map((runner) => runner.stop()))),
  };
}
