import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds between two looks at the manifest; one that is the same in two of them is whole. */
const LOOK_EVERY = 200;

/** Which synthesis is in this folder: another one has another version. Undefined where there is none. */
export function synthesisIn(folder: string): string | undefined {
  const found = statSync(join(folder, 'manifest.json'), { throwIfNoEntry: false });
  return found && `${found.mtimeMs} ${found.size} ${found.ino}`;
}

/**
 * Calls back after each synthesis into this folder, one call after the other. The manifest, which the CDK writes last, is
 * looked at, and the folder not listened to: that works on every file system, and when the folder is made anew.
 *
 * @param since the synthesis that is known already
 * @returns ends the watching
 */
export function watchSynthesis(
  folder: string,
  since: string | undefined,
  onSynthesis: () => Promise<void>,
): () => void {
  return watchVersion(() => synthesisIn(folder), since, onSynthesis);
}

/**
 * Calls back after each change of a version, once it is the same in two looks, one call after the other.
 *
 * @param look undefined while there is nothing to be seen
 * @returns ends the watching
 */
export function watchVersion(
  look: () => string | undefined,
  since: string | undefined,
  onChange: () => Promise<void>,
): () => void {
  let [known, seen] = [since, since];
  let last: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    const before = seen;
    seen = look();
    if (seen === undefined || seen === known || seen !== before) return;
    known = seen;
    last = last.then(onChange);
  }, LOOK_EVERY);
  return () => clearInterval(timer);
}
