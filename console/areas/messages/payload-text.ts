import type { PayloadPreview } from '../../../contract/console-state.js';

/** A payload on one line. */
export function payloadText({ text, encoding, bytes, isCut }: PayloadPreview): string {
  if (bytes === 0) return '(empty)';
  if (encoding === 'base64') return `(${bytes} bytes that are no text)`;
  return `${text.replace(/\s+/g, ' ')}${isCut ? '…' : ''}`;
}

/** Set out over lines where it is JSON. */
export function payloadSetOut({ text, encoding, isCut }: PayloadPreview): string {
  if (encoding === 'base64' || isCut) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
