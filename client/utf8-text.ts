/** Text of bytes in UTF-8. Hermes has no TextDecoder before React Native 0.85; the apps of before have this. */
export function utf8Text(bytes: Uint8Array): string {
  const { TextDecoder: Decoder } = globalThis as { TextDecoder?: typeof TextDecoder };
  if (Decoder !== undefined) return new Decoder().decode(bytes);
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const text = escaped.replace(CHARACTER, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return UNKNOWN;
    }
  });
  return text.replace(/^\uFEFF/, '');
}

/** In place of what is no UTF-8. */
const UNKNOWN = '\uFFFD';
/** One character's bytes, as its first one says, or a byte that begins none. */
const CHARACTER = /%[0-7].|%[cd].%[89ab].|%e.%[89ab].%[89ab].|%f[0-4]%[89ab].%[89ab].%[89ab].|%../g;
