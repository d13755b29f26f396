import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';

/** The CDK CLI said no; the message is what it wrote. */
class SynthError extends Error {
  override readonly name = 'SynthError';
}

/**
 * Synthesizes the app of `cdk.json` with the CDK CLI of this package, as `cdk deploy` would.
 *
 * @param context values for `-c`: `iotAccess={"…"}`
 * @throws SynthError
 */
export function synthesize(outputFolder: string, context: readonly string[], signal?: AbortSignal): Promise<void> {
  const cli = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
  const contextArguments = context.flatMap((value) => ['--context', value]);
  const child = spawn(process.execPath, [cli, 'synth', '--quiet', '--output', outputFolder, ...contextArguments], {
    env: { ...process.env, ...OFFLINE },
    stdio: ['ignore', 'ignore', 'pipe'],
    // With a process group of its own, the app that the CLI starts can be ended with it.
    detached: process.platform !== 'win32',
  });
  const end = () => endGroup(child);
  signal?.addEventListener('abort', end, { once: true });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // When all of them have ended, so that nobody writes into the folder any more.
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end);
      if (code === 0) resolve();
      else reject(new SynthError(readable(errors)));
    });
  });
}

function endGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || process.platform === 'win32') return void child.kill();
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // They have ended by themselves.
  }
}

/** Nothing is asked of or told to the network, and no account is looked up. */
const OFFLINE = {
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  NO_COLOR: '1',
  // CDK's own validation of the template takes longer than the synthesis; `npm run synth` and a deployment run it.
  CDK_VALIDATION: 'false',
};

/** The CLI adds its own line about the app's exit status; the app's message alone says what to do. */
function readable(errors: string): string {
  const noise = /^(npm warn|.*Subprocess exited with error|\s*$)/;
  const lines = errors.split('\n').filter((line) => !noise.test(line));
  return lines.join('\n').trim() || errors.trim();
}
