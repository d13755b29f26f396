import { readTab, type TabStorage, writeTab } from './tab-storage.js';

/** Gives each tab, each device and each process its own client ID. */
export interface ClientIds {
  /**
   * The ID that this tab connected with before; else a new one each time. AWS IoT allows each ID one CONNECT a second,
   * so tries that have no session to come back to do not wait for each other.
   */
  next(identityId: string): Promise<string>;
  /** It has connected: from now on `next` gives this one, for the broker keeps a session under it. */
  keep(clientId: string): Promise<void>;
  /** Milliseconds that this ID must still wait before its next CONNECT. */
  pause(clientId: string): number;
  /** A CONNECT is being sent. */
  used(clientId: string): void;
  /** AWS IoT has refused it: where the pattern has changed since, `next` gives another one. */
  refused(clientId: string): void;
  /** The client is closed. */
  release(): void;
}

/** The part of the Web Locks API that is needed. */
export interface TabLocks {
  request(
    name: string,
    options: { ifAvailable: true } | { signal: AbortSignal },
    callback: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

export interface ClientIdsOptions {
  /** For an identity ID: `{identity}` stands for it, `*` is chosen at random. It may change while nothing is connected. */
  readonly patternOf: (identityId: string) => string;
  readonly now: () => number;
  readonly storage?: TabStorage | undefined;
  readonly locks?: TabLocks | undefined;
  /** Milliseconds between two CONNECTs of one ID. */
  readonly connectEvery?: number | undefined;
}

/** One CONNECT a second for each client ID: https://docs.aws.amazon.com/general/latest/gr/iot-core.html */
const CONNECT_EVERY_MS = 1100;
/** The browser answers at once; if it does not, the ID is one that is not kept. */
const LOCK_WITHIN_MS = 1000;

/**
 * A tab's ID is kept in `sessionStorage`. A duplicated tab gets a copy of that, so an ID is taken from there only while
 * no other tab holds the lock of its name; without Web Locks nothing is kept, and a reload starts a new session.
 */
export function createClientIds(options: ClientIdsOptions): ClientIds {
  const { patternOf, now, storage, locks, connectEvery = CONNECT_EVERY_MS } = options;
  let kept: { readonly clientId: string; readonly pattern: string; refused: boolean } | undefined;
  let tried = '';
  let stored = true;
  const lastUse = new Map<string, number>();
  const held = new Map<string, () => void>();

  const fill = (pattern: string, identityId: string) =>
    pattern.replaceAll('{identity}', () => identityId).replace('*', () => twelveDigits());

  /** Resolves to false when another tab holds it. */
  const hold = (clientId: string) =>
    new Promise<boolean>((resolve) => {
      if (locks === undefined) return resolve(false);
      if (held.has(clientId)) return resolve(true);
      const take = (lock: unknown) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((release) => held.set(clientId, release));
      };
      setTimeout(() => resolve(false), LOCK_WITHIN_MS);
      // An async function, because pages without an origin are refused by a throw at once.
      const ask = async () => locks.request(`cognito-iot-access:${clientId}`, { ifAvailable: true }, take);
      ask().catch(() => resolve(false));
    });

  const keyOf = (clientId: string) => `cognito-iot-access:${clientId.slice(0, clientId.length - 12)}`;

  return {
    async next(identityId) {
      const pattern = patternOf(identityId);
      if (kept !== undefined && (!kept.refused || kept.pattern === pattern)) return kept.clientId;
      tried = pattern;
      const fresh = fill(pattern, identityId);
      if (!stored || !pattern.endsWith('*')) return fresh;
      stored = false;
      const [before = '', at = ''] = readTab(storage, keyOf(fresh))?.split(' ') ?? [];
      if (before.length !== fresh.length || !(await hold(before))) return fresh;
      lastUse.set(before, Number(at));
      return before;
    },
    async keep(clientId) {
      kept = { clientId, pattern: kept?.clientId === clientId ? kept.pattern : tried, refused: false };
      if (await hold(clientId)) writeTab(storage, keyOf(clientId), `${clientId} ${lastUse.get(clientId) ?? now()}`);
    },
    pause: (clientId) => Math.min(connectEvery, Math.max(0, (lastUse.get(clientId) ?? 0) + connectEvery - now())),
    used(clientId) {
      lastUse.clear();
      lastUse.set(clientId, now());
    },
    refused(clientId) {
      if (kept?.clientId === clientId) kept.refused = true;
    },
    release() {
      kept = undefined;
      stored = true;
      for (const release of held.values()) release();
      held.clear();
    },
  };
}

/** By chance; `crypto.randomUUID` is younger than many phones, and not in React Native. */
function twelveDigits(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
