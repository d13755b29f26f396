import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fsNativeExtensions from 'fs-native-extensions';
import { type CertifiedKey, newAuthority, newServerCertificate } from './certificates.js';

/** This user's certificate authority. Its key is in no answer of it. */
export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** The same as a file, for clients to trust. */
  readonly caFile: string;
  /** What was wrong with the one before, if this one has just taken its place. */
  readonly replaced: string | undefined;
  /** A certificate for what listens on this machine. */
  certify(now: number): CertifiedKey;
}

/** Key and certificate in one file, so that no two processes can ever mix two pairs. */
const PAIR_FILE = 'authority-key.pem';
/** The certificate alone. */
const CA_FILE = 'ca.pem';
/** A server's certificate must not outlive its authority. */
const LAST_DAYS = 31 * 86_400_000;

/**
 * Opens the authority that is kept in a folder; makes it if there is none, or none that can be used. However many
 * processes do so at once, all get the same.
 *
 * @throws Error of the file system where the folder cannot be read or written
 */
export async function openAuthority(folder: string, now: number): Promise<Authority> {
  const found = readPair(folder, now);
  if (typeof found === 'object' && readIfThere(join(folder, CA_FILE)) === found.certificate)
    return opened(folder, found);

  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = openSync(join(folder, 'lock'), 'a+', 0o600);
  try {
    await fsNativeExtensions.waitForLock(lock);
    // Somebody else may have made it meanwhile.
    const kept = readPair(folder, now);
    if (typeof kept === 'object') {
      put(join(folder, CA_FILE), kept.certificate, 0o644);
      return opened(folder, kept);
    }
    const pair = newAuthority(now);
    put(join(folder, PAIR_FILE), pair.key + pair.certificate, 0o600);
    put(join(folder, CA_FILE), pair.certificate, 0o644);
    return opened(folder, pair, kept);
  } finally {
    // Which gives the lock back.
    closeSync(lock);
  }
}

/** @returns the pair; what is wrong with it; or undefined when there is none */
function readPair(folder: string, now: number): CertifiedKey | string | undefined {
  const file = join(folder, PAIR_FILE);
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  keepPrivate(folder, 0o700);
  keepPrivate(file, 0o600);
  const [, key = '', certificate = ''] =
    /^(-----BEGIN PRIVATE KEY-----.*?)(-----BEGIN CERTIFICATE-----.*)$/s.exec(text) ?? [];
  try {
    const parsed = new X509Certificate(certificate);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) return 'its key belongs to another certificate';
    if (Date.parse(parsed.validTo) < now + LAST_DAYS) return `it was valid until ${parsed.validTo}`;
    return { key, certificate };
  } catch {
    return 'it could not be read';
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whoever copied it there may have left it open to others. */
function keepPrivate(path: string, mode: number): void {
  const isOpen = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
  if (isOpen) chmodSync(path, mode);
}

/** Whole or not at all, for whoever reads it at this moment. */
function put(file: string, text: string, mode: number): void {
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(unfinished, text, { mode, flag: 'wx' });
  renameSync(unfinished, file);
}

function opened(folder: string, { key, certificate }: CertifiedKey, replaced?: string): Authority {
  const signing = { key: createPrivateKey(key), certificate: new X509Certificate(certificate).raw };
  return {
    certificate,
    caFile: join(folder, CA_FILE),
    replaced,
    certify: (now) => newServerCertificate(signing, now),
  };
}
