import type { TabLocks } from './client-ids.js';
import { createIndexedDbStore } from './indexed-db-store.js';
import { createKeptOutbox, type KeptOutbox, type KeptOutboxOptions } from './kept-outbox.js';
import { createKeptRecords } from './kept-records.js';
import type { OutboxOptions } from './outbox-contract.js';

export interface KeptOutboxesOptions extends Pick<KeptOutboxOptions, 'send' | 'publishesOf' | 'onError' | 'now'> {
  readonly choice: OutboxOptions;
  readonly indexedDb: IDBFactory | undefined;
  readonly locks: TabLocks | undefined;
  /** Of AWS IoT: what is published there goes nowhere else. */
  readonly host: string;
}

/** One outbox after the other, with one place where messages are kept; loaded where an app asks for it. */
export interface KeptOutboxes {
  begin(signal: AbortSignal): KeptOutbox;
  /** Deletes what is kept for an identity. */
  clear(identityId: string): Promise<void>;
}

export function createKeptOutboxes(options: KeptOutboxesOptions): KeptOutboxes {
  const { choice, indexedDb, locks, host, onError, now } = options;
  const { maxMessages = 1000, maxBytes = 5 * 1024 * 1024 } = choice;
  // Without locks, tabs would send each other's messages once more.
  const store = choice.store ?? (indexedDb && locks && createIndexedDbStore(indexedDb));
  const prefixOf = (identityId: string) => `cognito-iot-access:outbox:${host}/${identityId}/`;

  return {
    begin: (signal) =>
      createKeptOutbox({
        ...options,
        recordsOf: (identityId) =>
          createKeptRecords({ store, locks, prefix: prefixOf(identityId), signal, onError, now }),
        maxMessages,
        maxBytes,
        signal,
      }),
    async clear(identityId) {
      const prefix = prefixOf(identityId);
      const keys = (await store?.getAllKeys()) ?? [];
      await Promise.all(keys.filter((key) => key.startsWith(prefix)).map((key) => store?.removeItem(key)));
    },
  };
}
