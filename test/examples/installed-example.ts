import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inherited } from '../packages/empty-project.js';

const cache = join(import.meta.dirname, '../../.cache/examples');

/** An example as somebody else has it, with everything installed: see `install-once.mjs`. */
export interface InstalledExample {
  readonly folder: string;
  /** Runs it with Node; what it printed. */
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): string;
  /** Runs the app as the CDK CLI does, and gives the folder of its assembly. */
  synthesize(args: readonly string[]): string;
}

export function installedExample(name: 'cdk' | 'amplify-gen2'): InstalledExample {
  const folder = join(cache, name);
  const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
    const env = { ...inherited(), ...environment, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} in examples/${name} failed.\n${stdout}\n${stderr}`);
    return stdout;
  };
  return {
    folder,
    run,
    synthesize(args) {
      const assembly = join(folder, `cdk.out-${args.at(-1)?.replace(/\W/g, '-')}`);
      rmSync(assembly, { recursive: true, force: true });
      run(args, { CDK_OUTDIR: assembly });
      return assembly;
    },
  };
}
