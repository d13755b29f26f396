import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../cli/start/kept-assembly.js';

/** Three RSA keys that tests share, and nothing else: each takes a third of a second to make. */
export function sharedKeys(): JsonWebKey[] {
  const folder = cacheFolder(join(import.meta.dirname, '../..'));
  const file = join(folder, 'test-keys.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    const made = [1, 2, 3].map(() =>
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
    );
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(made), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
    return made;
  }
}
