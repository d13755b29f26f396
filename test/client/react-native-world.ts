import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
// What React Native itself takes for its own: Libraries/Core/setUpXHR.js
import { AbortController, AbortSignal } from 'abort-controller';
import { WebSocket } from 'ws';
import type * as client from '../../client/index.js';

/** ES of after 2022, which Hermes got late or not at all. */
const YOUNG = `for (const [of, names] of [
  [Array.prototype, ['toSorted', 'toReversed', 'toSpliced', 'with', 'group', 'findLast', 'findLastIndex']],
  [Promise, ['withResolvers', 'try']], [Object, ['groupBy']], [Array, ['fromAsync']],
  [Uint8Array.prototype, ['toHex', 'toBase64']], [Uint8Array, ['fromHex', 'fromBase64']],
]) for (const name of names) delete of[name];
delete globalThis.Iterator; delete globalThis.SharedArrayBuffer;`;

/** URL as in React Native before 0.80: no parts, and a slash at the end of each. */
class UrlWithoutParts {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.endsWith('/') ? url : `${url}/`;
    for (const part of ['hash', 'host', 'hostname', 'origin', 'pathname', 'port', 'protocol', 'search', 'username']) {
      Object.defineProperty(this, part, {
        get() {
          throw new Error(`URL.${part} is not implemented`);
        },
      });
    }
  }

  toString(): string {
    return this.#url;
  }
}

/** As `whatwg-fetch`, which takes signals that are not the platform's. */
async function fetchOfReactNative(url: string, { signal, ...init }: RequestInit): Promise<Response> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = () => reject(Object.assign(new Error('Aborted'), { name: 'AbortError' }));
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
  });
  return Promise.race([fetch(url, init), aborted]);
}

/** What `react-native-get-random-values` adds. */
export const getRandomValues = { crypto: { getRandomValues: (bytes: Uint8Array) => webcrypto.getRandomValues(bytes) } };

/** React Native 0.74 with Hermes has these, and none of the others that browsers and Node have. */
const REACT_NATIVE = {
  AbortController,
  AbortSignal,
  URL: UrlWithoutParts,
  WebSocket,
  TextEncoder,
  fetch: fetchOfReactNative,
  navigator: { product: 'ReactNative' },
  process: { env: { NODE_ENV: 'production' } },
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  setImmediate,
  clearImmediate,
  queueMicrotask,
  console,
  Blob,
  // What comes over the WebSocket is told by these from blobs.
  ArrayBuffer,
  Uint8Array,
};

let bundled: Script | undefined;

/** The client in a world that has what React Native has, what is given besides, and not what is given as undefined. */
export function clientInReactNative(also: object): typeof client {
  bundled ??= new Script(
    execFileSync(process.execPath, [join(import.meta.dirname, 'bundle-for-react-native.mjs')], {
      encoding: 'utf8',
      maxBuffer: 10_000_000,
    }),
  );
  const world: Record<string, unknown> = { ...REACT_NATIVE, ...also };
  for (const name of ['global', 'window', 'self']) world[name] = world;
  const context = createContext(world);
  new Script(YOUNG).runInContext(context);
  bundled.runInContext(context);
  return new Script('cognitoIot').runInContext(context);
}
