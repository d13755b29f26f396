import { sha256 } from './sha256.js';
import { utf8Bytes } from './utf8-bytes.js';

/** A name that stands for an identity where the ID itself is nothing to be told around: 32 hexadecimal digits. */
export async function hashName(text: string): Promise<string> {
  const hash = await sha256(utf8Bytes(text));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
