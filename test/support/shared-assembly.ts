import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { assemblyFolder, isKept, keepAssembly } from '../../cli/start/kept-assembly.js';

const repository = join(import.meta.dirname, '../..');

/** The folder of an assembly, bundle and all, the default stack's by default; shared, so nobody writes into it. */
export function sharedAssemblyFolder(settings: object = {}): string {
  const folder = folderOf(settings);
  if (!isKept(folder)) {
    const args = ['--import', 'tsx', 'test/support/make-shared.ts', JSON.stringify(settings)];
    execFileSync(process.execPath, args, { cwd: repository });
  }
  return folder;
}

/** Runs the app as the CDK CLI does, with the real bundle. */
export async function makeSharedAssembly(settings: object = {}): Promise<void> {
  const folder = folderOf(settings);
  if (isKept(folder)) return;
  const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));
  await keepAssembly(folder, async (CDK_OUTDIR) => {
    const CDK_CONTEXT_JSON = JSON.stringify({ ...context, iotAccess: { ...context.iotAccess, ...settings } });
    const env = { ...process.env, CDK_OUTDIR, CDK_CONTEXT_JSON };
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/app.ts'], { cwd: repository, env });
  });
}

const folderOf = (settings: object) => assemblyFolder(repository, ['bin/app.ts', JSON.stringify(settings)]);
