import { createKeptState, type KeptState } from './kept-state.js';
import type { StateShapes } from './state.js';

export interface OpenStateOptions<S extends StateShapes> {
  /** @default in memory */
  readonly folder: string | undefined;
  readonly shapes: S;
  /** How another sandbox is told who has the folder. */
  readonly holder: string;
  /** What is thrown to whoever would change a state that counts no more. */
  readonly superseded: () => Error;
}

/**
 * The state that the folder keeps, or an empty one in memory without a folder.
 *
 * @throws Error as `openDataFolder` does
 */
export async function openState<S extends StateShapes>(options: OpenStateOptions<S>): Promise<KeptState<S>> {
  const { folder, shapes, superseded, holder } = options;
  if (folder === undefined) return createKeptState(shapes, new Map(), IN_MEMORY, superseded);
  const { openDataFolder } = await import('./data-folder.js');
  return openDataFolder(folder, shapes, holder, superseded);
}

const IN_MEMORY = { append: () => undefined, replace: () => undefined, close: () => undefined };
