import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/index.js';
import { takeUp } from '../sandbox/take-up.js';
import { synthesisIn, watchSynthesis, watchVersion } from '../sandbox/watch-synthesis.js';
import type { Tell } from '../steps/printer.js';
import { timed } from '../steps/timed.js';
import { assemblyFolder, isKept, keepAssembly, sourcesVersion } from './kept-assembly.js';
import type { StartOptions } from './start-options.js';
import { synthesize } from './synthesize.js';

/** This repository. */
const ROOT = join(import.meta.dirname, '../..');

type Asked = Pick<StartOptions, 'assembly' | 'context' | 'json' | 'stack' | 'watch'>;

/** The assembly of this repository's sources as they are now, synthesized if they have changed since the last time. */
export async function ourAssembly({ context, json }: Pick<Asked, 'context' | 'json'>, interrupt: AbortSignal) {
  const folder = assemblyFolder(ROOT, ['cdk synth', ...context], process.cwd());
  const kept = isKept(folder);
  if (!kept && !json) process.stdout.write('Synthesizing, since the sources are new or have changed: some seconds.\n');
  if (!kept) await keepAssembly(folder, (empty) => synthesize(empty, context, interrupt));
  return { folder, kept };
}

/** What there is to be watched, looked at before it is booted, so that a change meanwhile is not missed. */
export function watchedVersion({ assembly }: Pick<Asked, 'assembly'>): string | undefined {
  return assembly === undefined ? sourcesVersion(ROOT, process.cwd()) : synthesisIn(assembly);
}

/**
 * Takes up each change: of an assembly each new synthesis, of this repository what its sources synthesize now.
 *
 * @param since the version that was booted
 * @returns ends the watching
 */
export function watchStack(
  sandbox: Sandbox,
  options: Asked,
  since: string | undefined,
  { tell, interrupt }: { readonly tell: Tell; readonly interrupt: AbortSignal },
): () => void {
  const { assembly, stack, json } = options;
  if (assembly !== undefined) {
    return watchSynthesis(assembly, since, () => takeUp(sandbox, { assembly, stack, json }, tell));
  }
  return watchVersion(
    () => watchedVersion(options),
    since,
    async () => {
      const folder = await timed('synth', interrupt, tell, async () => {
        const result = await ourAssembly(options, interrupt);
        return { result: result.folder, detail: { kept: result.kept } };
      });
      if (folder !== undefined) await takeUp(sandbox, { assembly: folder, stack, json }, tell);
      else if (!json && !interrupt.aborted) process.stdout.write('    The stack of before goes on.\n');
    },
  );
}
