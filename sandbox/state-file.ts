import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps a state between two starts of the sandbox. */
export interface StateFile<T> {
  readonly state: T;
  save(): void;
}

/**
 * Reads `state.json` of the folder, or begins with `empty`; without a folder nothing is kept.
 * The file holds password verifiers and signing keys: only its owner may read it.
 *
 * @throws Error if the file is there and cannot be read
 */
export function openStateFile<T extends object>(folder: string | undefined, empty: T): StateFile<T> {
  if (folder === undefined) return { state: empty, save: () => undefined };
  const file = join(folder, 'state.json');
  const state = { ...empty, ...read<T>(file) };
  return {
    state,
    save() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Written beside and renamed, so that a crash leaves the old file whole.
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function read<T>(file: string): Partial<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(text) as Partial<T>;
  } catch (cause) {
    throw new Error(`${file} is damaged. Move it away to begin anew.`, { cause });
  }
}
