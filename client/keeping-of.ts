import { reasonOf, throwIfAborted } from './abortable.js';
import type { IotClient } from './client-contract.js';
import { type ClientParts, DEADLINE_MS } from './client-parts.js';
import { ClosedError } from './iot-access-error.js';
import { unlessAborted } from './until-aborted.js';

/** How an app begins, replaces and ends the connection of a client. */
export function keepingOf(parts: ClientParts): Pick<IotClient, 'connect' | 'reconnect' | 'close'> {
  const { keeper, ensureStarted, close } = parts;

  return {
    async connect({ signal, deadline = DEADLINE_MS } = {}) {
      throwIfAborted(signal);
      parts.reopen();
      const abort = () => void close(signal && (reasonOf(signal) as Error)).catch(parts.onError);
      signal?.addEventListener('abort', abort);
      try {
        await keeper.start(deadline);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },
    reconnect: ({ signal } = {}) =>
      unlessAborted(signal, async () => {
        ensureStarted();
        // Those that there are will do where the provider has no others.
        const renewed = keeper.state === 'connected' && (await keeper.renewCredentials().catch(() => false));
        if (!renewed && !signal?.aborted) await keeper.renew();
      }),
    close: ({ signedOut = false } = {}) =>
      signedOut ? close(new ClosedError('signed out'), { signedOut, isTold: true }) : close(),
  };
}
