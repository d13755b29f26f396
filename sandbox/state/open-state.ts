import type { KeptState } from './data-folder.js';
import { emptyState, type StateShapes } from './state.js';

/**
 * The state that the folder keeps, or an empty one in memory without a folder.
 *
 * @throws Error as `openDataFolder` does
 */
export async function openState<S extends StateShapes>(
  folder: string | undefined,
  shapes: S,
  holder: string,
): Promise<KeptState<S>> {
  if (folder === undefined) return { state: emptyState(shapes), close: () => undefined };
  const { openDataFolder } = await import('./data-folder.js');
  return openDataFolder(folder, shapes, holder);
}
