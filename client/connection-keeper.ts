import type { Connect, Connected } from './connector.js';
import { createCredentialRefresh } from './credential-refresh.js';
import type { Credentials } from './credentials.js';
import type { CredentialsSource } from './credentials-source.js';
import { createDeferred, type Deferred } from './deferred.js';
import { ClientIdTakenError } from './errors.js';
import type { ReceivedPacket } from './mqtt-session.js';
import type { Outbox } from './outbox.js';
import { createShortLives } from './short-lives.js';
import type { Subscriptions } from './subscriptions.js';
import type { Waits } from './waits.js';
import { watchDevice } from './watch-device.js';

/**
 * - `connecting`: the first connect, or the next one after a connection was lost
 * - `attaching`: AWS IoT refused; the policy is being attached, or the attachment does not work yet
 * - `connected`: also while the connection is replaced as planned, which loses nothing
 * - `offline`: nothing answers; tried again until it does
 * - `denied`: waiting cannot help; the event tells the error
 * - `closed`: not connected yet, or no more
 */
export type ConnectionState = 'connecting' | 'attaching' | 'connected' | 'offline' | 'denied' | 'closed';

export interface KeeperOptions {
  readonly connect: Connect;
  readonly credentials: CredentialsSource;
  readonly outbox: Outbox;
  readonly subscriptions: Subscriptions;
  readonly waits: Waits;
  /** AWS's time: milliseconds since 1970. */
  readonly now: () => number;
  readonly onState: (state: ConnectionState, error?: Error) => void;
}

/** Keeps one connection up from `start` to `stop`. */
export interface ConnectionKeeper {
  readonly state: ConnectionState;
  /** Why it is `denied`. */
  readonly error: Error | undefined;
  readonly clientId: string | undefined;
  /** Resolves when connected, at once if it is. @param within milliseconds for the first connect */
  start(within: number): Promise<void>;
  /** Replaces the connection, with what credentials the provider has; without one, tries now instead of waiting. */
  renew(): Promise<void>;
  /**
   * The same with new credentials, as soon as there is a connection; false if the provider has no others.
   *
   * @throws what the provider fails with; the connection then stays as it is
   */
  renewCredentials(): Promise<boolean>;
  /** Ends all; what still waits is rejected with `reason`. */
  stop(reason: Error): Promise<void>;
}

const DRAIN_WITHIN = 2000;

interface Life {
  readonly abort: AbortController;
  readonly within: number;
  stopWatching: () => void;
}

export function createConnectionKeeper(options: KeeperOptions): ConnectionKeeper {
  const { connect, credentials, outbox, subscriptions, waits, now, onState } = options;
  let state: ConnectionState = 'closed';
  let denial: Error | undefined;
  let life: Life | undefined;
  let current: (Connected & { readonly openedAt: number }) | undefined;
  let last: Connected | undefined;
  let ready: Deferred = createDeferred();
  let renewing: Promise<void> | undefined;
  const shortLives = createShortLives();
  const refresh = createCredentialRefresh({
    credentials,
    now,
    current: () => current,
    replace: (first) => renew(first),
    connected: () => ready.promise,
    onFailure: (error) => life && deny(life, error),
  });

  const setState = (next: ConnectionState, error?: Error) => {
    if (next === state && error === undefined) return;
    state = next;
    denial = error;
    onState(next, error);
  };

  const onMessage = (packet: ReceivedPacket) => {
    outbox.countIncoming();
    subscriptions.dispatch(packet);
  };

  /** Connects and takes the connection into use. */
  const open = async (mine: Life, within: number | undefined, first?: Credentials) => {
    let ended = false;
    let connected: Connected | undefined;
    connected = await connect({
      signal: mine.abort.signal,
      within,
      first,
      refusedWithin: mine.within,
      onMessage,
      onClose: () => {
        ended = true;
        if (current !== undefined && current.session === connected?.session) lose(mine);
      },
      onState: (next) => {
        // A provider may answer after the end.
        if (life === mine) setState(next);
      },
    });
    if (mine.abort.signal.aborted) {
      await connected.session.close();
      throw mine.abort.signal.reason;
    }
    current = { ...connected, openedAt: Date.now() };
    last = connected;
    if (!connected.session.sessionPresent) subscriptions.renew();
    refresh.plan(connected);
    setState('connected');
    ready.resolve();
    if (ended) lose(mine);
    else outbox.open(connected.session);
  };

  const openAgain = (mine: Life) => {
    open(mine, undefined).catch((error) => deny(mine, error));
  };

  const lose = (mine: Life) => {
    if (current === undefined || mine.abort.signal.aborted) return;
    const { openedAt, clientId, credentials: signedWith } = current;
    current = undefined;
    refresh.cancel();
    const underWay = outbox.close('unexpected');
    const expired = (signedWith.expiration ?? Number.POSITIVE_INFINITY) <= now();
    shortLives.ended(Date.now() - openedAt, underWay > 0 || expired);
    if (shortLives.tooMany) return deny(mine, new ClientIdTakenError(clientId));
    ready = createDeferred();
    setState('connecting');
    // By chance, so that two who take the client ID from each other do not do so in step.
    waits.wait(Math.random() * 1000 * shortLives.count, mine.abort.signal).then(
      () => openAgain(mine),
      () => undefined,
    );
  };

  const renew = (first?: Credentials): Promise<void> => {
    const mine = life;
    if (mine === undefined || current === undefined) {
      waits.nudge();
      return ready.promise;
    }
    renewing ??= replace(mine, first)
      .catch((error) => deny(mine, error))
      .finally(() => {
        renewing = undefined;
      });
    return renewing.then(() => ready.promise);
  };

  /** DISCONNECT, then CONNECT with the same client ID: the broker keeps for the session what comes in between. */
  const replace = async (mine: Life, first?: Credentials) => {
    const old = current;
    if (old === undefined) return;
    refresh.cancel();
    await outbox.drain(DRAIN_WITHIN);
    if (current !== old) return;
    current = undefined;
    ready = createDeferred();
    await old.session.close();
    outbox.close('planned');
    if (!mine.abort.signal.aborted) await open(mine, undefined, first);
  };

  const deny = (mine: Life, error: Error) => {
    if (life !== mine || mine.abort.signal.aborted) return;
    const { session } = current ?? {};
    end(mine, error);
    setState('denied', error);
    session?.close().catch(() => undefined);
  };

  const end = (mine: Life, reason: Error) => {
    life = undefined;
    current = undefined;
    shortLives.reset();
    refresh.cancel();
    mine.stopWatching();
    mine.abort.abort(reason);
    outbox.close('planned');
    outbox.refuseAll(reason);
    ready.reject(reason);
  };

  return {
    get state() {
      return state;
    },
    get error() {
      return denial;
    },
    get clientId() {
      return (current ?? last)?.clientId;
    },
    start(within) {
      if (life !== undefined) return ready.promise;
      const mine: Life = { abort: new AbortController(), within, stopWatching: () => {} };
      // Where that fails, the state tells it.
      const onBack = () => void renew().catch(() => undefined);
      mine.stopWatching = watchDevice({ onBack });
      life = mine;
      ready = createDeferred();
      const { promise } = ready;
      setState('connecting');
      open(mine, within).catch((error) => deny(mine, error));
      return promise;
    },
    renew: () => renew(),
    renewCredentials: async () => life !== undefined && refresh.renew(),
    async stop(reason) {
      const mine = life;
      if (mine === undefined) return setState('closed');
      const { session } = current ?? {};
      if (session !== undefined) await outbox.drain(DRAIN_WITHIN);
      if (life !== mine) return;
      end(mine, reason);
      setState('closed');
      if (session === undefined) return;
      // The session outlives the connection by an hour; without filters it keeps nothing that nobody will fetch.
      for (const filter of subscriptions.filters()) session.unsubscribe(filter).catch(() => undefined);
      await session.close();
    },
  };
}
