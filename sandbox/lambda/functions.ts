import { dirname } from 'node:path';
import { UnsupportedError } from '../base/errors.js';
import type { Credentials } from '../iam/credentials.js';
import type { FunctionOfStack, InvocationResult } from '../service/function-of-stack.js';
import type { LogStreamWriter } from '../service/log-stream.js';
import type { StackAssembly } from '../template/assembly.js';
import type { StackResources } from '../template/stack-resources.js';
import type { CodeFolders } from './code-folders.js';
import { createConcurrency } from './concurrency.js';
import { createFunctionOnDemand, type FunctionOnDemand } from './function-on-demand.js';
import { readPermissions } from './function-permissions.js';
import { type FunctionReference, findFunction, functionArnOf, parseFunctionReference } from './function-reference.js';
import { type FunctionSettings, readFunction, readReservations } from './function-resources.js';
import { createFunctionRunner, type FunctionCall, type FunctionRunner } from './function-runner.js';
import { versionOf } from './function-versions.js';
import type { WarmProcesses } from './warm-processes.js';

/** A function that something can call, by one of its names. */
export interface CallableFunction extends FunctionOfStack {
  /** `$LATEST`, or a number. */
  readonly version: string;
  invoke(call: FunctionCall): Promise<InvocationResult>;
}

export interface FunctionsOptions {
  readonly resources: StackResources;
  readonly assembly: StackAssembly;
  /** Environment variables by which the AWS SDK in a function finds AWS. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The account's quota of executions at once. */
  readonly concurrentExecutions: number;
  readonly assumeRole: (roleArn: string, functionName: string) => Credentials;
  readonly onLogLine: (line: string, functionName: string, requestId: string | undefined) => void;
  /** Values with the sandbox's addresses in place of AWS's. */
  readonly localValues: (values: Readonly<Record<string, string>>) => Record<string, string>;
  readonly codeFolders: Pick<CodeFolders, 'of'>;
  readonly startEnvironment: WarmProcesses['start'];
  readonly openLogStream: (settings: FunctionSettings) => LogStreamWriter;
}

export interface Functions {
  /**
   * Starts nothing: that is done for the first call. One that cannot be run fails its calls by name.
   *
   * @throws UnsupportedError for what the template does not have, AwsError for a role that Lambda may not assume
   */
  byArn(functionArn: string): CallableFunction;
  /** Undefined for a function, a version or an alias that the template does not have. */
  byReference(reference: FunctionReference): CallableFunction | undefined;
  stop(): Promise<void>;
}

/** Functions with a process before the first call. A stack may have hundreds, and each takes memory. */
const MOST_WARM = 2;

/** @throws Error where the reservations of the template's functions exceed the quota */
export function createFunctions(options: FunctionsOptions): Functions {
  const { resources, assembly, codeFolders, endpoints, concurrentExecutions, assumeRole, onLogLine } = options;
  const { region } = resources.environment;
  const concurrency = createConcurrency({ concurrentExecutions, reservations: readReservations(resources) });
  const versions = new Map<string, FunctionOnDemand>();
  const callable = new Map<string, CallableFunction>();
  let warmed = 0;

  const layOut = async ({ functionName, code, layers }: FunctionSettings) => ({
    codeFolder: await codeFolders.of(`function ${functionName}`, code),
    layerFolders: await Promise.all(
      layers.map((layer) => codeFolders.of(`a layer of function ${functionName}`, layer)),
    ),
  });
  // Assets lie in the assembly, which lies in the app; a stack without any is looked at from where it is booted.
  const [asset] = assembly.assetFolders.values();
  const appFolder = asset === undefined ? process.cwd() : dirname(asset);

  const startRunner = async (settings: FunctionSettings, credentials: Credentials): Promise<FunctionRunner> =>
    createFunctionRunner({
      settings: {
        ...settings,
        ...(await layOut(settings)),
        appFolder,
        environment: options.localValues(settings.environment),
      },
      region,
      credentials,
      endpoints,
      onLogLine: (line, requestId) => onLogLine(line, settings.functionName, requestId),
      openLogStream: () => options.openLogStream(settings),
      begin: () => concurrency.begin(settings.functionArn),
      startEnvironment: options.startEnvironment,
    });

  const versionNamed = (functionName: string, version: string): FunctionOnDemand => {
    const known = versions.get(`${functionName}:${version}`);
    if (known !== undefined) return known;
    const made = createFunctionOnDemand({
      prepare() {
        const settings = readFunction(resources, assembly, functionName, version);
        const credentials = assumeRole(settings.roleArn, functionName);
        return () => startRunner(settings, credentials);
      },
      onRefused: (message) => onLogLine(`${functionName} was not run: ${message}`, functionName, undefined),
    });
    versions.set(`${functionName}:${version}`, made);
    return made;
  };

  const byReference = (reference: FunctionReference): CallableFunction | undefined => {
    const functionArn = functionArnOf(resources, reference);
    const known = callable.get(functionArn);
    if (known !== undefined) return known;
    const version = versionOf(resources, reference);
    if (findFunction(resources, reference) === undefined || version === undefined) return undefined;
    const { functionName } = reference;
    const onDemand = versionNamed(functionName, version);
    const made: CallableFunction = {
      functionName,
      version,
      permissions: readPermissions(resources, reference),
      invoke: (call) => onDemand.invoke({ ...call, functionArn }),
      async warm() {
        warmed += 1;
        if (warmed <= MOST_WARM) await onDemand.warm();
      },
    };
    callable.set(functionArn, made);
    return made;
  };

  return {
    byReference,
    byArn(functionArn) {
      const reference = parseFunctionReference(functionArn, resources.environment);
      const found = reference && byReference(reference);
      if (found === undefined) throw new UnsupportedError(`the function ${functionArn}, which is not in the template`);
      return found;
    },
    stop: async () => void (await Promise.all([...versions.values()].map((one) => one.stop()))),
  };
}
