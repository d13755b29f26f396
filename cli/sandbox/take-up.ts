import { readAssembly, type Sandbox } from '../../sandbox/index.js';
import type { Tell } from '../steps/printer.js';
import { timed } from '../steps/timed.js';
import { toldChanges } from './told-changes.js';

export interface TakeUp {
  /** The folder of the assembly. */
  readonly assembly: string;
  readonly stack: readonly string[];
  readonly json: boolean;
}

/** Takes up a new synthesis, and says what it has brought; of one that does not boot, why. */
export async function takeUp(sandbox: Sandbox, { assembly, stack, json }: TakeUp, tell: Tell): Promise<void> {
  const never = new AbortController().signal;
  const changes = await timed('reload', never, tell, async () => {
    const result = await sandbox.reload(readAssembly(assembly, stack));
    return { result, detail: { ...result, notEmulated: sandbox.views.notEmulated() } };
  });
  if (json) return;
  process.stdout.write(changes === undefined ? '    The stack of before goes on.\n' : toldChanges(changes));
}
