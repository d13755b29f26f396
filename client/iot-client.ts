import { reasonOf } from './abortable.js';
import { callWithin } from './call-within.js';
import { checkedOptions } from './checked-options.js';
import type { IotClient, IotClientEvents } from './client-contract.js';
import type { IotClientOptions } from './client-options.js';
import type { ConnectionState } from './connection-states.js';
import { createEmitter } from './emitter.js';
import type { Engine } from './engine.js';
import { ClosedError } from './iot-access-error.js';
import { type LaterCall, laterMethods } from './later-methods.js';
import { logClient } from './log.js';
import { messageStream } from './message-stream.js';
import { type Surroundings, usualSurroundings } from './surroundings.js';
import { unknownIdentity } from './unknown-identity.js';
import { unreachableFile } from './unreachable-file.js';
import { createWaitingCalls } from './waiting-calls.js';

/** @throws InvalidOutputsError, InvalidCredentialsError; RangeError for an option; UnsupportedError where the platform lacks something */
export function createIotClient(options: IotClientOptions): IotClient {
  return createIotClientIn(options, usualSurroundings());
}

/** How long, in milliseconds, a network that does not answer may keep those waiting who call the client. */
const LOADED_WITHIN_MS = 60_000;

/**
 * What a page loads at first: a client whose options are checked, and which can be listened to. What it does is loaded with
 * the first call that needs it; calls wait for that in their order.
 *
 * @param loadEngine what a test replaces
 */
export function createIotClientIn(
  options: IotClientOptions,
  surroundings: Surroundings,
  loadEngine = () => import('./engine.js'),
): IotClient {
  const checked = checkedOptions(options, surroundings);
  const events = createEmitter<IotClientEvents>((name, error) => (name === 'error' ? throwUncaught : onError)(error));
  const onError = (error: unknown) => {
    log.failed('error', 'error', error);
    if (!events.emit('error', error)) throwUncaught(error);
  };
  let engine: Engine | undefined;
  const log = logClient(options.log, events, () => engine?.identityId);
  let isLoading = false;
  let isClosed = false;
  let told: ConnectionState = 'closed';

  const tell = (error?: Error) => {
    const { state } = client;
    if (state === told) return;
    told = state;
    events.emit('state', state, error);
  };
  const calls = createWaitingCalls<Engine>(tell);

  const load = () => {
    const begin = async () => {
      const { createEngine } = await callWithin(LOADED_WITHIN_MS, 'It', () => loadEngine());
      engine = createEngine({ options: checked, surroundings, events, log, onError, onState: tell, isClosed });
      calls.release(engine);
      tell();
    };
    if (isLoading) return;
    isLoading = true;
    begin().catch((cause: unknown) => {
      isLoading = false;
      calls.refuse(unreachableFile(cause), 'all');
      tell();
    });
  };

  /** Before there is an engine: what would start a connection is not to. */
  const end = (reason: unknown, shown?: Error) => {
    isClosed = true;
    calls.refuse(reason, 'starting');
    tell(shown);
  };

  const later = <T>(make: (there: Engine) => Promise<T>, how: LaterCall) => {
    const made = calls.call(make, how);
    if (engine === undefined) {
      // In parallel, as one needs the other.
      if (how.starts) surroundings.loadMqtt?.().catch(() => undefined);
      load();
      tell();
    }
    return made;
  };
  const methods = laterMethods(later);

  const client: IotClient = {
    get state() {
      return engine?.state ?? (calls.isStarting ? 'connecting' : 'closed');
    },
    get error() {
      return engine?.error;
    },
    get identityId() {
      return engine?.identityId;
    },
    get clientId() {
      return engine?.clientId;
    },
    get pending() {
      return engine?.pending ?? 0;
    },
    get pressure() {
      return engine?.pressure ?? false;
    },
    on: events.on,
    ...methods,
    connect(how = {}) {
      const { signal } = how;
      // Whoever gives up closes the client, as later on.
      const giveUp = () => {
        if (engine === undefined && signal) end(reasonOf(signal));
      };
      if (!signal?.aborted) signal?.addEventListener('abort', giveUp);
      return methods.connect(how).finally(() => signal?.removeEventListener('abort', giveUp));
    },
    async close(how = {}) {
      if (engine !== undefined) return engine.close(how);
      const error = new ClosedError(how.signedOut ? 'signed out' : 'closed');
      end(error, how.signedOut ? error : undefined);
      // Of messages that are kept, and of other tabs, the engine knows.
      if (how.signedOut) await later((there) => there.close(how), { starts: false, signal: undefined });
    },
    messages: (filter, how) => messageStream({ subscribe: methods.subscribe, on: events.on }, filter, how),
    myTopic(name) {
      if (engine === undefined) throw unknownIdentity();
      return engine.myTopic(name);
    },
    may: (action, topic) => engine?.may(action, topic),
  };
  // At once, while the network that this page came by is there: what is published offline is to be kept.
  if (checked.outbox !== undefined) load();
  return client;
}

function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
