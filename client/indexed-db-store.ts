import type { OutboxStore } from './outbox-contract.js';

const DATABASE = 'cognito-iot-access';
const STORE = 'outbox';

/** What IndexedDB keeps for all tabs of an origin. */
export function createIndexedDbStore(indexedDb: IDBFactory): OutboxStore {
  let opened: Promise<IDBDatabase> | undefined;

  const open = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDb.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => {
        const database = request.result;
        // A later version, or the user who clears the site's data, must not wait for us.
        database.onversionchange = () => database.close();
        database.onclose = () => {
          opened = undefined;
        };
        resolve(database);
      };
      request.onerror = () => reject(request.error);
    });

  /** Resolves when it is written, not merely asked for. */
  const run = async <T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>) => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    const transaction = (await opened).transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    return new Promise<T>((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  };

  return {
    getAllKeys: () => run('readonly', (store) => store.getAllKeys() as IDBRequest<string[]>),
    getItem: (key) => run<string | undefined>('readonly', (store) => store.get(key)),
    setItem: (key, value) => run('readwrite', (store) => store.put(value, key)),
    removeItem: (key) => run('readwrite', (store) => store.delete(key)),
  };
}
