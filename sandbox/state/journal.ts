import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';

/** A file that only grows, one JSON value a line; a line is in the file before the call that wrote it returns. */
export interface Journal {
  /** Lines in the file. */
  readonly lines: number;
  /** @throws Error of the file system, or since it is closed; then the line is not in the file */
  append(value: unknown): void;
  /** Puts these lines in the place of all that are there. A crash meanwhile leaves either the old file or the new one. */
  rewrite(values: Iterable<unknown>): void;
  close(): void;
}

/** Characters written at once while a file is rewritten. */
const CHUNK = 64 * 1024;

/**
 * The bytes of a journal's whole lines; none if there is no file. A last line without its end is left out: the process
 * was killed while it wrote, so nobody was told that it is kept.
 */
export function readJournal(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    return bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/**
 * Opens the file for its owner alone, and makes it if it is not there.
 *
 * A process that is killed loses nothing that was appended, since the operating system has it by then. A loss of power
 * may take the last seconds: nothing but `rewrite` waits for the disk.
 *
 * @param whole what `readJournal` has given of it; whatever follows is cut off
 */
export function openJournal(file: string, whole: Buffer): Journal {
  let descriptor = openSync(file, 'a', 0o600);
  let length = whole.length;
  let lines = countLines(whole);
  let closed = false;
  ftruncateSync(descriptor, length);

  return {
    get lines() {
      return lines;
    },
    append(value) {
      // The descriptor may be another file's by now.
      if (closed) throw new Error(`${file} is closed: the sandbox has stopped, and this is not kept.`);
      const line = Buffer.from(`${JSON.stringify(value)}\n`);
      try {
        writeWhole(descriptor, line);
      } catch (error) {
        // On a full disk a part of it may be there, which the next line must not follow.
        ftruncateSync(descriptor, length);
        throw error;
      }
      length += line.length;
      lines += 1;
    },
    rewrite(values) {
      const next = writeNew(`${file}.new`, values);
      renameSync(`${file}.new`, file);
      closeSync(descriptor);
      ({ descriptor, length, lines } = next);
    },
    close() {
      if (!closed) closeSync(descriptor);
      closed = true;
    },
  };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', end + 1)) count += 1;
  return count;
}

/** Writes a whole file, to the disk. */
function writeNew(file: string, values: Iterable<unknown>) {
  // Whoever could read what lay there before must not read this.
  rmSync(file, { force: true });
  const descriptor = openSync(file, 'a', 0o600);
  let [length, lines, chunk] = [0, 0, ''];
  const flush = () => {
    const bytes = Buffer.from(chunk);
    writeWhole(descriptor, bytes);
    length += bytes.length;
    chunk = '';
  };
  try {
    for (const value of values) {
      chunk += `${JSON.stringify(value)}\n`;
      lines += 1;
      if (chunk.length >= CHUNK) flush();
    }
    flush();
    fsyncSync(descriptor);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return { descriptor, length, lines };
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}
