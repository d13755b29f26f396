import {
  type EnvironmentOptions,
  type ExecutionEnvironment,
  startExecutionEnvironment,
} from './execution-environment.js';

/** The processes of the functions: one that nobody needs any more waits for whoever needs another of the same. */
export interface WarmProcesses {
  /** One that waits, or a new one. What it is told to stop goes on waiting, if it has nothing to do. */
  start(options: EnvironmentOptions): Promise<ExecutionEnvironment>;
  /** Ends those that wait. */
  stopWaiting(): Promise<void>;
  /** Ends those that wait, and from now on whatever is told to stop. */
  stop(): Promise<void>;
}

interface Process {
  readonly environment: ExecutionEnvironment;
  /** Whoever has it now takes its lines. */
  onLogLine: EnvironmentOptions['onLogLine'];
}

/** A reset is to be over at once, so processes outlive it; they are used again for what has the same code and settings. */
export function createWarmProcesses(
  start: typeof startExecutionEnvironment = startExecutionEnvironment,
): WarmProcesses {
  const waiting = new Map<string, Process[]>();
  let isStopped = false;

  const begin = async (options: EnvironmentOptions): Promise<Process> => {
    const onLogLine: EnvironmentOptions['onLogLine'] = (line, requestId) => process.onLogLine(line, requestId);
    const environment = await start({ ...options, onLogLine });
    const process: Process = { environment, onLogLine: options.onLogLine };
    return process;
  };

  const lend = (process: Process, key: string): ExecutionEnvironment => {
    const { environment } = process;
    let calls = 0;
    return {
      initialized: environment.initialized,
      usable: environment.usable,
      async invoke(invocation) {
        calls += 1;
        return environment.invoke(invocation).finally(() => {
          calls -= 1;
        });
      },
      async stop() {
        if (isStopped || calls > 0 || !environment.usable()) return environment.stop();
        process.onLogLine = () => undefined;
        waiting.set(key, [...(waiting.get(key) ?? []), process]);
      },
    };
  };

  const stopWaiting = async () => {
    const ending = [...waiting.values()].flat();
    waiting.clear();
    await Promise.all(ending.map(({ environment }) => environment.stop()));
  };

  return {
    async start(options) {
      const { onLogLine, ...same } = options;
      const key = JSON.stringify(same);
      const found = waiting.get(key)?.find(({ environment }) => environment.usable());
      waiting.set(key, waiting.get(key)?.filter((process) => process !== found) ?? []);
      if (found !== undefined) found.onLogLine = onLogLine;
      return lend(found ?? (await begin(options)), key);
    },
    stopWaiting,
    async stop() {
      isStopped = true;
      await stopWaiting();
    },
  };
}
