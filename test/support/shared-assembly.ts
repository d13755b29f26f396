import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { assemblyFolder, isKept, keepAssembly } from '../../cli/start/kept-assembly.js';

const repository = join(import.meta.dirname, '../..');

/** The folder of the default stack's assembly, bundle and all; shared, so nobody writes into it. */
export function sharedAssemblyFolder(): string {
  const folder = folderOf();
  if (!isKept(folder)) {
    execFileSync(process.execPath, ['--import', 'tsx', 'test/support/make-shared.ts'], { cwd: repository });
  }
  return folder;
}

/** Runs the app as the CDK CLI does, with the real bundle. */
export async function makeSharedAssembly(): Promise<void> {
  const folder = folderOf();
  if (isKept(folder)) return;
  const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));
  await keepAssembly(folder, async (CDK_OUTDIR) => {
    const env = { ...process.env, CDK_OUTDIR, CDK_CONTEXT_JSON: JSON.stringify(context) };
    await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/app.ts'], { cwd: repository, env });
  });
}

const folderOf = () => assemblyFolder(repository, ['bin/app.ts']);
