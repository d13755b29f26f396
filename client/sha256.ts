/** SHA-256 and its HMAC: by WebCrypto, or in React Native, which has none, by a library that is loaded there alone. */
export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { subtle } = crypto;
  if (subtle === undefined) return (await inScript()).sha256(data);
  return new Uint8Array(await subtle.digest('SHA-256', data));
}

export async function hmacSha256(
  key: Uint8Array<ArrayBuffer>,
  data: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = crypto;
  if (subtle === undefined) return (await inScript()).hmacSha256(key, data);
  const usable = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', usable, data));
}

function inScript() {
  return import('./sha256-in-script.js');
}
