import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
 * @throws Error if the file is there and cannot be read, or the folder cannot be made
 */
export function openStateFile<T extends object>(folder: string | undefined, empty: T): StateFile<T> {
  if (folder === undefined) return { state: empty, save: () => undefined };
  const file = join(folder, 'state.json');
  makeFolder(folder);
  const state = { ...empty, ...read<T>(file) };
  return {
    state,
    save() {
      // Written beside and renamed, so that a crash leaves the old file whole.
      rmSync(`${file}.new`, { force: true });
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Error(`${folder} cannot be made as the folder that keeps the state: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function read<T>(file: string): Partial<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  const state = parse(text);
  // Written as an object of objects; anything else is not what was saved.
  const whole = isObject(state) && Object.values(state).every(isObject);
  if (!whole) throw new Error(`${file} is damaged. Move it away to begin anew.`);
  return state as Partial<T>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
