import { newAbort } from './abortable.js';
import { createConnectionEffects, type KeeperTools } from './connection-effects.js';
import type { ConnectionState, KeeperEvent, KeeperState, Life } from './connection-states.js';
import { lastSignedWith, shownState, transition } from './connection-transition.js';
import { createCredentialRefresh } from './credential-refresh.js';
import type { Credentials } from './credentials-provider.js';
import type { CredentialsSource } from './credentials-source.js';
import { createGate } from './gate.js';
import { ClosedError } from './iot-access-error.js';
import type { RenewAt } from './renew-at.js';

export interface KeeperOptions extends KeeperTools {
  readonly credentials: CredentialsSource;
  readonly renewAt: RenewAt;
  /** The user's groups have changed. */
  readonly onOtherGroups: () => void;
  /** @param reason why it is denied or closed */
  readonly onState: (state: ConnectionState, reason?: Error) => void;
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
  /** Waiting cannot help: ends all but what is closed already. */
  deny(error: Error): void;
  /** Ends all; what still waits is rejected with `reason`. */
  stop(reason: Error): Promise<void>;
}

/** Holds the one state there is: tells it what happens, and carries out what follows. */
export function createConnectionKeeper(options: KeeperOptions): ConnectionKeeper {
  const { credentials, now, renewAt, onState, onOtherGroups } = options;
  let state: KeeperState = { at: 'closed', reason: new ClosedError(), last: undefined };
  let told: ConnectionState = 'closed';
  const connected = createGate();

  /** Resolves when all that follows is done. */
  const dispatch = async (event: KeeperEvent): Promise<void> => {
    const { state: next, effects } = transition(state, event);
    state = next;
    if (next.at === 'connected') connected.open();
    else if (next.at === 'denied') connected.refuse(next.error);
    else if (next.at === 'closed') connected.refuse(next.reason);
    else if (next.at !== 'stopping') connected.shut();
    const following = effects.map(carryOut);
    tell();
    await Promise.all(following);
  };

  /** Last of all, since whoever listens may set off the next event. */
  const tell = () => {
    const shown = shownState(state);
    if (shown === told) return;
    told = shown;
    if (state.at === 'denied') onState(shown, state.error);
    else onState(shown, state.at === 'closed' ? state.reason : undefined);
  };

  const renew = (first?: Credentials) => {
    void dispatch({ is: 'renew', first });
    return connected.passed;
  };

  const refresh = createCredentialRefresh({
    credentials,
    now,
    renewAt,
    current: () => ('connection' in state ? state.connection.credentials : undefined),
    last: () => lastSignedWith(state)?.credentials,
    replace: renew,
    connected: () => connected.passed,
    onOtherGroups,
    onFailure: (error) => void dispatch({ is: 'failed', error }),
  });
  const carryOut = createConnectionEffects({ ...options, refresh, dispatch });

  return {
    get state() {
      return shownState(state);
    },
    get error() {
      return state.at === 'denied' ? state.error : undefined;
    },
    get clientId() {
      return lastSignedWith(state)?.clientId;
    },
    start(within) {
      const life: Life = { abort: newAbort(), within, shortLives: 0 };
      void dispatch({ is: 'start', life });
      return connected.passed;
    },
    renew: () => renew(),
    renewCredentials: async () => 'life' in state && refresh.renew(),
    deny: (error) => void dispatch({ is: 'failed', error }),
    stop: (reason) => dispatch({ is: 'stop', reason }),
  };
}
