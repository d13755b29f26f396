import type { ConnectionState, IotClient, IotClientOptions } from '../index.js';
import { createIotClient, NotAuthorizedError } from '../index.js';

/** What the client of the provider is doing. */
export interface IotState {
  /** `closed` while a server renders, and before the first effects. */
  readonly state: ConnectionState;
  /** Why the state is `denied`. */
  readonly error: Error | undefined;
  /** Known from the first connect on. */
  readonly identityId: string | undefined;
  /** With which it is connected, or was last. */
  readonly clientId: string | undefined;
}

/** What stands before there is a client: while a server renders, and until the page's effects have run. */
export const NO_CLIENT_YET: IotState = {
  state: 'closed',
  error: undefined,
  identityId: undefined,
  clientId: undefined,
};

export interface HolderOptions {
  /** A client of the app's own. */
  readonly client?: IotClient | undefined;
  /** Of the client that is to be made. */
  readonly options?: IotClientOptions | undefined;
  /** Whether the one that is made connects by itself. */
  readonly connect: boolean;
  /** Undefined where nobody is to be told. */
  readonly onError: () => ((error: unknown) => void) | undefined;
}

/** The client of one provider, which rendering may look at and effects alone make. */
export interface ClientHolder {
  /** Undefined while a server renders, and until the page's effects have run. */
  current(): IotClient | undefined;
  /** @throws Error before effects have run: what asks earlier asks while rendering */
  client(): IotClient;
  state(): IotState;
  /** Called when one of the three above may have changed. */
  onChange(listener: () => void): () => void;
  /** Called with each refusal of a filter that no call waits for. True where it was one's own. */
  onRefusal(listener: (error: NotAuthorizedError) => boolean): () => void;
  /**
   * Hears the errors of a client of the app's own, which tells them to the app alone otherwise. Gives what ends it.
   */
  hearErrors(): () => void;
  /** The provider is mounted; gives what unmounts it. */
  mount(): () => void;
}

export function createClientHolder({ client: given, options, connect, onError }: HolderOptions): ClientHolder {
  const changes = new Set<() => void>();
  const refusals = new Set<(error: NotAuthorizedError) => boolean>();
  let client = given;
  let known = NO_CLIENT_YET;
  let isMounted = false;
  let close: (() => void) | undefined;

  const changed = () => {
    for (const listener of [...changes]) listener();
  };

  /** Gives what closes it again. */
  const open = () => {
    const opened = given ?? (options && createIotClient(options));
    client = opened;
    if (opened === undefined) return undefined;
    const stops = [opened.on('state', changed), opened.on('step', changed)];
    if (given === undefined) stops.push(opened.on('error', hear));
    const stopListening = () => {
      for (const stop of stops) stop();
    };
    changed();
    if (given !== undefined) return stopListening;
    // What it fails with is the state's error.
    if (connect) opened.connect().catch(() => undefined);
    return () => void opened.close().catch(hear).finally(stopListening);
  };

  const hear = (error: unknown) => {
    const isHeard =
      error instanceof NotAuthorizedError && [...refusals].filter((listener) => listener(error)).length > 0;
    const tell = onError();
    if (tell) tell(error);
    else if (!isHeard) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };

  return {
    current: () => client,
    client() {
      if (client) return client;
      throw new Error('There is no client yet: publish in effects and event handlers, not while rendering.');
    },
    state() {
      const { state, error, identityId, clientId } = client ?? NO_CLIENT_YET;
      const isSame =
        known.state === state &&
        known.error === error &&
        known.identityId === identityId &&
        known.clientId === clientId;
      if (!isSame) known = { state, error, identityId, clientId };
      return known;
    },
    onChange(listener) {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    onRefusal(listener) {
      refusals.add(listener);
      return () => refusals.delete(listener);
    },
    hearErrors: () => given?.on('error', hear) ?? (() => undefined),
    mount() {
      isMounted = true;
      close ??= open();
      return () => {
        isMounted = false;
        // StrictMode takes effects back and runs them again at once: that is no reason to connect anew.
        void Promise.resolve().then(() => {
          if (isMounted) return;
          close?.();
          close = undefined;
        });
      };
    },
  };
}
