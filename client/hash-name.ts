/** A name that stands for an identity where the ID itself is nothing to be told around: 32 hexadecimal digits. */
export async function hashName(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
