import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { StepResult } from '../../journey/journey.js';
import { inherited } from '../packages/empty-project.js';
import { failedSteps } from './booted-example.js';
import { installedExample } from './installed-example.js';

const example = installedExample('cdk');

it('examples/cdk/plain.ts, booted by the packed command, goes through the journey', async () => {
  const assembly = example.synthesize(['--import', 'tsx', 'plain.ts']);
  const args = ['--no-install', 'cognito-iot', 'sandbox', '--assembly', assembly, '--port', '0', '--json'];
  const command = spawn('npx', args, { cwd: example.folder, env: inherited(), detached: true });
  try {
    const { ok, detail } = await firstStep(command.stdout);
    expect({ ok, notEmulated: detail.notEmulated }).toEqual({ ok: true, notEmulated: [] });
    expect(await failedSteps(detail as { url: string; outputs: Record<string, string> })).toEqual([]);
  } finally {
    // As Ctrl-C does: npx and what it runs.
    if (command.pid) process.kill(-command.pid, 'SIGINT');
    await once(command, 'exit');
  }
});

async function firstStep(output: NodeJS.ReadableStream): Promise<StepResult> {
  for await (const line of createInterface({ input: output })) return JSON.parse(line);
  throw new Error('The command ended without a word.');
}
