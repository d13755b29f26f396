import { UnsupportedError } from './iot-access-error.js';

interface Platform {
  readonly crypto?: { readonly subtle?: unknown; readonly getRandomValues?: unknown };
  readonly isSecureContext?: boolean;
  readonly fetch?: unknown;
  readonly TextEncoder?: unknown;
  readonly AbortController?: unknown;
}

/**
 * What there is no way round, with where it comes from in React Native. WebCrypto is no part of it: a page that has none
 * is not served as it should be, and React Native signs without.
 *
 * @throws UnsupportedError naming what is missing, and what to add
 */
export function checkPlatform(): void {
  const { crypto, isSecureContext, fetch, TextEncoder, AbortController } = globalThis as Platform;
  if (isSecureContext === false && !crypto?.subtle) {
    throw new UnsupportedError(
      'There is no WebCrypto here (crypto.subtle), which signs the requests.',
      'Browsers have it in secure contexts only: serve the page over https, or open it at localhost.',
    );
  }
  const first = 'as the first line of the app (index.js), before anything else is imported';
  if (!crypto?.getRandomValues) {
    throw new UnsupportedError(
      'There is no crypto.getRandomValues here, which chooses client IDs.',
      `In React Native, install react-native-get-random-values and write import 'react-native-get-random-values' ${first}.`,
    );
  }
  if (!TextEncoder) {
    throw new UnsupportedError(
      'There is no TextEncoder here, which turns text into bytes.',
      `React Native has it from 0.74 on, with Hermes. Before, install fast-text-encoding and write import 'fast-text-encoding' ${first}.`,
    );
  }
  if (!fetch || !AbortController) {
    throw new UnsupportedError(
      `There is no ${fetch ? 'AbortController' : 'fetch'} here, which calls the API.`,
      'Browsers, Node from 20 on and React Native have it: look at what has taken it away.',
    );
  }
}
