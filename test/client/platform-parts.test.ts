import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readAddress } from '../../client/address.js';
import { hmacSha256, sha256 } from '../../client/sha256-in-script.js';
import { utf8Text } from '../../client/utf8-text.js';

describe('an address', () => {
  it.each([
    'https://abc.execute-api.eu-west-1.amazonaws.com/v1/attach-policy',
    'https://API.example.com:443/a%20b/(c)',
    'http://127.0.0.1:8001/v1/attach-policy',
    'http://[::1]:8001/x',
    'https://example.com',
  ])('has the parts that URL gives: %s', (text) => {
    const { protocol, host, hostname, pathname } = new URL(text);
    expect(readAddress(text)).toEqual({ protocol, host, hostname, pathname });
  });

  it.each(['ftp://a', 'https://a b/', 'https://user@host/', 'https://host/?query', 'host', ''])(
    'of something else is none: %s',
    (text) => expect(readAddress(text)).toBeUndefined(),
  );
});

describe('without WebCrypto', () => {
  it('hashes and signs as others do', () => {
    const [key, data] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(1000))];
    expect(Buffer.from(sha256(data))).toEqual(createHash('sha256').update(data).digest());
    expect(Buffer.from(hmacSha256(key, data))).toEqual(createHmac('sha256', key).update(data).digest());
  });
});

describe('without TextDecoder', () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  let kept: typeof TextDecoder;
  beforeEach(() => {
    kept = globalThis.TextDecoder;
    Object.assign(globalThis, { TextDecoder: undefined });
  });
  afterEach(() => Object.assign(globalThis, { TextDecoder: kept }));

  it.each(['', 'plain', '\u007f\u0080\u07ff\u0800\uffff', 'Grüße 42 € 🙂', '%41 is no A', 'a\nb\0c'])(
    'reads UTF-8: %j',
    (text) => expect(utf8Text(bytesOf(text))).toBe(text),
  );

  it('leaves out a mark at the beginning', () => expect(utf8Text(bytesOf('\ufeff{}'))).toBe('{}'));

  it('puts a sign in the place of what is no UTF-8', () => {
    expect(utf8Text(Uint8Array.of(0x61, 0xff, 0x62))).toBe('a\ufffdb');
    expect(utf8Text(Uint8Array.of(0x61, 0xe2, 0x28, 0xa1))).toMatch(/^a\ufffd\(\ufffd$/);
    expect(utf8Text(Uint8Array.of(0xc0, 0xaf))).toBe('\ufffd');
  });
});
