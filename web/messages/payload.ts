/** What a message carries, as a person would read it. */
export type Content =
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** As hexadecimal digits: it is no text. */
  | { readonly kind: 'bytes'; readonly text: string; readonly size: number }
  | { readonly kind: 'nothing'; readonly text: '' };

const SHOWN_BYTES = 256;

export function contentOf(payload: Uint8Array): Content {
  if (payload.length === 0) return { kind: 'nothing', text: '' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return { kind: 'bytes', text: hexOf(payload), size: payload.length };
  }
  // A word or a number alone is as readable as it is.
  if (!/^\s*[[{]/.test(text)) return { kind: 'text', text };
  try {
    return { kind: 'json', value: JSON.parse(text), text };
  } catch {
    return { kind: 'text', text };
  }
}

function hexOf(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > SHOWN_BYTES ? `${shown} …` : shown;
}
