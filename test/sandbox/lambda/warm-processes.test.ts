import type {
  EnvironmentOptions,
  ExecutionEnvironment,
  Invocation,
} from '../../../sandbox/lambda/execution-environment.js';
import { createWarmProcesses } from '../../../sandbox/lambda/warm-processes.js';

const invocation: Invocation = { requestId: 'r', event: {}, functionArn: 'arn', deadline: 0 };
const settings = {
  environment: { CODE: 'a' },
  flags: ['--max-old-space-size=128'],
  places: { codeFolder: '/code', layers: [], runtime: 'nodejs24.x', apps: [], isInModuleApp: false },
};

/** Processes that answer when they are told to. */
function processes() {
  const started: { options: EnvironmentOptions; ended: boolean; usable: boolean; answer: () => void }[] = [];
  const start = async (options: EnvironmentOptions): Promise<ExecutionEnvironment> => {
    const process = { options, ended: false, usable: true, answer: () => {} };
    started.push(process);
    return {
      initialized: async () => undefined,
      usable: () => process.usable,
      invoke: () =>
        new Promise((resolve) => {
          process.answer = () => resolve({ ok: true, payload: undefined });
        }),
      stop: async () => {
        process.ended = true;
      },
    };
  };
  return { started, warm: createWarmProcesses(start) };
}

describe('a process that nobody needs any more', () => {
  it('is used again for the same code and settings, and tells its lines to whoever has it', async () => {
    const { started, warm } = processes();
    const heard: string[] = [];
    const first = await warm.start({ ...settings, onLogLine: (line) => heard.push(`first: ${line}`) });
    started[0]?.options.onLogLine('one', undefined);
    await first.stop();
    started[0]?.options.onLogLine('nobody listens', undefined);
    await warm.start({ ...settings, onLogLine: (line) => heard.push(`second: ${line}`) });
    started[0]?.options.onLogLine('two', undefined);
    expect(started).toHaveLength(1);
    expect(heard).toEqual(['first: one', 'second: two']);
  });

  it.each([
    ['other code', { ...settings, environment: { CODE: 'b' } }],
    ['other memory', { ...settings, flags: ['--max-old-space-size=256'] }],
  ])('is not used for %s', async (_what, other) => {
    const { started, warm } = processes();
    await (await warm.start({ ...settings, onLogLine: () => undefined })).stop();
    await warm.start({ ...other, onLogLine: () => undefined });
    expect(started).toHaveLength(2);
  });

  it('ends if it is at work, or has failed', async () => {
    const { started, warm } = processes();
    const busy = await warm.start({ ...settings, onLogLine: () => undefined });
    const failed = await warm.start({ ...settings, onLogLine: () => undefined });
    const answer = busy.invoke(invocation);
    if (started[1] !== undefined) started[1].usable = false;
    await Promise.all([busy.stop(), failed.stop()]);
    expect(started.map(({ ended }) => ended)).toEqual([true, true]);
    started[0]?.answer();
    await answer;
  });

  it('is not used where it has ended meanwhile', async () => {
    const { started, warm } = processes();
    await (await warm.start({ ...settings, onLogLine: () => undefined })).stop();
    if (started[0] !== undefined) started[0].usable = false;
    await warm.start({ ...settings, onLogLine: () => undefined });
    expect(started).toHaveLength(2);
  });

  it('ends with the sandbox', async () => {
    const { started, warm } = processes();
    const [first, second] = [
      await warm.start({ ...settings, onLogLine: () => undefined }),
      await warm.start({ ...settings, onLogLine: () => undefined }),
    ];
    await first?.stop();
    await warm.stop();
    expect(started.map(({ ended }) => ended)).toEqual([true, false]);
    await second?.stop();
    expect(started.map(({ ended }) => ended)).toEqual([true, true]);
  });
});
