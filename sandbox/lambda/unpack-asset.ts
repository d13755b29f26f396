import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { UnsupportedError } from '../base/errors.js';

/**
 * Unpacks an asset that was packed before the synthesis, as `Code.fromAsset('dist.zip')` has it.
 *
 * @param what for people: `function F`
 * @throws UnsupportedError for a file that is no ZIP archive, or names files outside of itself
 */
export async function unpackAsset(what: string, file: string, folder: string): Promise<void> {
  const packed = await readFile(file);
  // Few stacks have one.
  const { unzip } = await import('fflate');
  const files = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    unzip(packed, (error, found) => (error === null ? resolve(found) : reject(error)));
  }).catch((error: Error) => {
    throw new UnsupportedError(`${what}, whose code (${file}) is no ZIP archive: ${error.message}`);
  });
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    if (!path.startsWith(folder + sep))
      throw new UnsupportedError(`${what}, whose code (${file}) has the file ${name}`);
    if (name.endsWith('/')) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
