import type { TabLocks } from './client-ids.js';

/** Which of several tabs sends a message: the one that holds the lock of its owner. */
export interface OutboxOwners {
  /**
   * Resolves to true once nobody else holds it, and it is ours until the signal ends: at once, or when the tab that
   * holds it is gone. False if that cannot be known.
   */
  hold(owner: string): Promise<boolean>;
}

/** Where there are no Web Locks there are no tabs, and all is ours. */
export function createOutboxOwners(locks: TabLocks | undefined, signal: AbortSignal): OutboxOwners {
  return {
    async hold(owner) {
      if (locks === undefined) return true;
      return new Promise((resolve) => {
        const take = () => {
          resolve(true);
          return new Promise<void>((release) => {
            if (signal.aborted) release();
            signal.addEventListener('abort', () => release());
          });
        };
        // An async function, because pages without an origin are refused by a throw at once.
        const ask = async () => locks.request(`cognito-iot-access:outbox:${owner}`, { signal }, take);
        ask().catch(() => resolve(false));
      });
    },
  };
}
