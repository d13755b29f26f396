import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes a folder for this process alone, until the function returned is called or the process ends, however it ends:
 * the operating system holds the lock, and no file that is left behind has to be deleted.
 *
 * @param holder how others are told who has the folder
 * @throws Error naming who has it
 */
export async function lockFolder(folder: string, holder: string): Promise<() => void> {
  // Native code: only who keeps a state loads it.
  const { tryLock } = (await import('fs-native-extensions')).default;
  const file = join(folder, 'lock');
  const descriptor = openSync(file, 'a+', 0o600);
  try {
    if (!tryLock(descriptor)) {
      const message = `${folder} is in use by ${holderOf(file)}. Stop that one, or give each its own folder with --data.`;
      throw new Error(message);
    }
    ftruncateSync(descriptor, 0);
    writeSync(descriptor, holder);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  let held = true;
  return () => {
    if (held) closeSync(descriptor);
    held = false;
  };
}

/** Where a lock keeps readers out, too, as on Windows, nobody can say who it is. */
function holderOf(file: string): string {
  try {
    return readFileSync(file, 'utf8') || 'another sandbox';
  } catch {
    return 'another sandbox';
  }
}
