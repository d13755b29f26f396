import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Credentials } from '../iam/credentials.js';
import type { InvocationResult } from '../service/function-of-stack.js';
import type { LogStreamWriter } from '../service/log-stream.js';
import {
  type EnvironmentOptions,
  type ExecutionEnvironment,
  type Invocation,
  startExecutionEnvironment,
} from './execution-environment.js';
import type { FunctionSettings } from './function-resources.js';
import { type LaidOutFunction, modulePlaces } from './module-places.js';
import { nodeFlags } from './node-flags.js';

/** A function whose code is on this machine. */
export type RunnableFunction = Omit<FunctionSettings, 'code' | 'layers'> & LaidOutFunction;

/** What whoever calls hands over; the ARN is the one it was called by. */
export type FunctionCall = Pick<Invocation, 'event' | 'cognitoIdentity' | 'clientContext'> &
  Partial<Pick<Invocation, 'functionArn'>>;

export interface FunctionRunnerOptions {
  readonly settings: RunnableFunction;
  readonly region: string;
  /** The function's own role, assumed. */
  readonly credentials: Credentials;
  /** Environment variables by which the AWS SDK in the function finds AWS. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly onLogLine: (line: string, requestId?: string) => void;
  /** Asked for each process: takes its lines, too. */
  readonly openLogStream?: () => LogStreamWriter;
  /** Counts an execution from now until what is returned is called. @throws LambdaThrottled */
  readonly begin: () => () => void;
  /** Processes on this machine; executions beyond wait for one, which is told once. @default 8 */
  readonly mostProcesses?: number;
  /** Starts a process. @default always a new one */
  readonly startEnvironment?: (options: EnvironmentOptions) => Promise<ExecutionEnvironment>;
}

/** Runs one function as Lambda does: its own processes, one call at a time in each, more processes for more calls. */
export interface FunctionRunner {
  /** @throws LambdaThrottled */
  invoke(call: FunctionCall): Promise<InvocationResult>;
  /** Starts a first process, so that the first call does not wait for it. */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

export function createFunctionRunner(options: FunctionRunnerOptions): FunctionRunner {
  const { settings, begin, onLogLine, openLogStream = () => () => undefined, mostProcesses = 8 } = options;
  const { startEnvironment = startExecutionEnvironment } = options;
  const idle: ExecutionEnvironment[] = [];
  const all = new Set<ExecutionEnvironment>();
  const queue: ((environment: ExecutionEnvironment) => void)[] = [];
  let starting = 0;
  let stopped = false;
  let told = false;

  const start = async () => {
    starting += 1;
    const writeLog = openLogStream();
    const environment = await startEnvironment({
      environment: environmentOf(options),
      flags: nodeFlags(settings.runtime, settings.memorySize, settings.environment),
      places: modulePlaces(settings),
      onLogLine: (line, requestId) => {
        onLogLine(line, requestId);
        writeLog(line);
      },
    });
    starting -= 1;
    all.add(environment);
    if (stopped) await environment.stop();
    return environment;
  };

  const acquire = async (): Promise<ExecutionEnvironment> => {
    for (let free = idle.pop(); free !== undefined; free = idle.pop()) {
      if (free.usable()) return free;
      // It crashed between two calls; Lambda would not use it again either.
      all.delete(free);
      await free.stop();
    }
    if (all.size + starting < mostProcesses) return start();
    if (!told) {
      const { functionName } = settings;
      onLogLine(`${functionName}: more than ${mostProcesses} executions at once wait here for a process; not on AWS`);
      told = true;
    }
    return new Promise((resolve) => queue.push(resolve));
  };

  const release = async (environment: ExecutionEnvironment) => {
    if (stopped) return;
    let usable = environment;
    if (!environment.usable()) {
      all.delete(environment);
      await environment.stop();
      if (queue.length === 0) return;
      usable = await start();
    }
    const next = queue.shift();
    if (next === undefined) idle.push(usable);
    else next(usable);
  };

  return {
    async invoke(call) {
      const end = begin();
      try {
        const environment = await acquire();
        await environment.initialized();
        const deadline = Date.now() + settings.timeoutSeconds * 1000;
        const result = await environment.invoke({
          functionArn: settings.functionArn,
          ...call,
          requestId: randomUUID(),
          deadline,
        });
        await release(environment);
        return result;
      } finally {
        end();
      }
    },
    async warm() {
      if (all.size + starting === 0) await release(await start());
    },
    async stop() {
      stopped = true;
      await Promise.all([...all].map((environment) => environment.stop()));
    },
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function environmentOf({ settings, region, credentials, endpoints }: FunctionRunnerOptions): Record<string, string> {
  return {
    // These a function may have otherwise.
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    ...withLocalQueues(settings.environment, region, endpoints),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: settings.version,
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_LOG_FORMAT: settings.logFormat,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    LAMBDA_TASK_ROOT: settings.codeFolder,
    _HANDLER: settings.handler,
    LAMBDA_RUNTIME_DIR: join(import.meta.dirname, 'runtime'),
    // The SDK's own way to be sent elsewhere; the function's code knows nothing of the sandbox.
    ...endpoints,
    // No profile of the developer is read: on Lambda there is none.
    HOME: settings.codeFolder,
  };
}

/** SQS's clients take a queue's URL for the address that they send to, so it has to be one of this machine. */
function withLocalQueues(
  variables: Readonly<Record<string, string>>,
  region: string,
  { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SQS = AWS_ENDPOINT_URL }: Readonly<Record<string, string>>,
): Record<string, string> {
  const onAws = `https://sqs.${region}.amazonaws.com/`;
  const here = `${AWS_ENDPOINT_URL_SQS?.replace(/\/$/, '')}/`;
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.replaceAll(onAws, here)]));
}
