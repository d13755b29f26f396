import { callWithin } from './call-within.js';
import type { TabLocks } from './client-ids.js';
import { UnsupportedError } from './iot-access-error.js';
import type { OutboxStore } from './outbox-contract.js';
import { createOutboxOwners } from './outbox-owners.js';

export interface KeptRecord {
  readonly key: string;
  /** Records sort by it. */
  readonly number: number;
  readonly text: string;
}

/** What one client keeps for one identity, and what it takes over from tabs that are gone. */
export interface KeptRecords {
  /** False where nothing can be kept. */
  open(): Promise<boolean>;
  /** After all that there are. */
  write(text: string): Pick<KeptRecord, 'key' | 'number'> & { readonly written: Promise<unknown> };
  remove(key: string): Promise<unknown>;
  /** Those of tabs that are gone, each tab's once; of those that are there, when they go. */
  adopt(onAdopted: (records: readonly KeptRecord[]) => void): Promise<void>;
}

export interface KeptRecordsOptions {
  /** Undefined where nothing can be kept. */
  readonly store: OutboxStore | undefined;
  readonly locks: TabLocks | undefined;
  /** Begins the keys of all records of the identity. */
  readonly prefix: string;
  /** Ends what is held. */
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
}

/** A store that does not answer for so long, in milliseconds, holds up nothing. */
const STORE_WITHIN_MS = 2000;

export function createKeptRecords(options: KeptRecordsOptions): KeptRecords {
  const { store, locks, prefix, signal, onError, now } = options;
  const owners = createOutboxOwners(locks, signal);
  const ownName = Math.random().toString(36).slice(2);
  const seen = new Set([ownName]);
  let last = 0;
  let isReported = false;

  /** What the store fails with is told once, and the messages are sent all the same. */
  const ask = async <T>(work: (of: OutboxStore) => Promise<T>): Promise<T | undefined> => {
    if (store === undefined) return undefined;
    try {
      return await callWithin(STORE_WITHIN_MS, 'The store', () => work(store));
    } catch (error) {
      if (!isReported) onError(new UnsupportedError(`Messages are not kept: ${error}`, 'Check outbox.store.'));
      isReported = true;
      return undefined;
    }
  };

  const keys = async () => ((await ask((of) => of.getAllKeys())) ?? []).filter((key) => key.startsWith(prefix));

  /** Waits for its lock. */
  const adoptFrom = async (owner: string): Promise<KeptRecord[]> => {
    seen.add(owner);
    if (!(await owners.hold(owner))) return [];
    // It may have sent some since they were seen.
    const its = (await keys()).filter((key) => ownerOf(key) === owner);
    const texts = await Promise.all(its.map((key) => ask((of) => of.getItem(key))));
    const records = its.map((key, index) => ({ key, number: numberOf(key), text: texts[index] ?? '' }));
    last = Math.max(last, ...records.map(({ number }) => number));
    return records;
  };

  return {
    open: async () => store !== undefined && owners.hold(ownName),
    write(text) {
      last = Math.max(last + 1, Math.floor(now()));
      const key = `${prefix}${String(last).padStart(15, '0')}/${ownName}`;
      return { key, number: last, written: ask((of) => of.setItem(key, text)) };
    },
    remove: (key) => ask((of) => of.removeItem(key)),
    async adopt(onAdopted) {
      const others = new Set((await keys()).map(ownerOf).filter((owner) => !seen.has(owner)));
      const take = async (owner: string) => {
        const records = await adoptFrom(owner);
        if (!signal.aborted) onAdopted(records);
      };
      await Promise.all([...others].map(take));
    },
  };
}

function ownerOf(key: string): string {
  return key.split('/').at(-1) ?? '';
}

function numberOf(key: string): number {
  return Number(key.split('/').at(-2));
}
