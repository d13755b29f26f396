import { execFile, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inherited } from '../packages/empty-project.js';

const cache = join(import.meta.dirname, '../../.cache/examples');

/** An example as somebody else has it, with everything installed: see `install-once.mjs`. */
export interface InstalledExample {
  readonly folder: string;
  /** Runs it with Node, while this process goes on; what it printed. */
  run(args: readonly string[]): Promise<string>;
  /** Runs one of its scripts, as its README says; what it printed. */
  npm(args: readonly string[]): Promise<string>;
  /** Runs the app as the CDK CLI does, and gives the folder of its assembly. */
  synthesize(args: readonly string[]): string;
}

export function installedExample(name: 'cdk' | 'amplify-gen2'): InstalledExample {
  const folder = join(cache, name);
  const env = { ...inherited(), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  return {
    folder,
    run: async (args) => (await promisify(execFile)(process.execPath, args, { cwd: folder, env })).stdout,
    npm: async (args) => (await promisify(execFile)('npm', args, { cwd: folder, env })).stdout,
    synthesize(args) {
      const assembly = join(folder, `cdk.out-${args.at(-1)?.replace(/\W/g, '-')}`);
      rmSync(assembly, { recursive: true, force: true });
      const options = { cwd: folder, env: { ...env, CDK_OUTDIR: assembly }, encoding: 'utf8' } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
      if (status !== 0) throw new Error(`node ${args.join(' ')} in examples/${name} failed.\n${stdout}\n${stderr}`);
      return assembly;
    },
  };
}
