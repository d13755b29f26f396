/** Made when it is needed, so that who has no TextEncoder is told so by `createIotClient`, not by the import. */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
