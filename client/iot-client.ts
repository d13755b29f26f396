import { createApiCaller } from './api-caller.js';
import { createAwsClock } from './aws-clock.js';
import type { IotClient, IotClientEvents, IotClientOptions } from './client-contract.js';
import { createClientIds, type TabLocks } from './client-ids.js';
import type { Step } from './connect-contract.js';
import { createConnectionKeeper } from './connection-keeper.js';
import type { ConnectionState } from './connection-states.js';
import { createConnector } from './connector.js';
import { checkProvider, ProviderUnavailable } from './credentials-provider.js';
import { createCredentialsSource } from './credentials-source.js';
import { createEmitter } from './emitter.js';
import {
  ClosedError,
  NotSignedInError,
  ThrottledError,
  UnreachableError,
  UnsupportedError,
} from './iot-access-error.js';
import { createKeptConnection, keptOrAsked } from './kept-connection.js';
import { type OpenMqtt, openMqtt } from './mqtt-session.js';
import { notAuthorized } from './not-authorized.js';
import { createOutbox } from './outbox.js';
import { readOutputs } from './outputs.js';
import { ownClientIdPattern, ownTopicPattern } from './own-patterns.js';
import { withCurrentRights } from './rights.js';
import { createSubscriptions, type MessageHandler } from './subscriptions.js';
import type { TabStorage } from './tab-storage.js';
import { checkFilter, checkQos, checkTopic, encodePayload } from './topic-limits.js';
import { untilAborted } from './until-aborted.js';
import { createWaits } from './waits.js';

/** What a test replaces. */
export interface Surroundings {
  readonly openMqtt: OpenMqtt;
  readonly storage: TabStorage | undefined;
  readonly locks: TabLocks | undefined;
}

/** @throws InvalidOutputsError, InvalidCredentialsError; UnsupportedError where a page has no WebCrypto */
export function createIotClient(options: IotClientOptions): IotClient {
  return createIotClientIn(options, { openMqtt, ...browserTab() });
}

/** In a storm of sign-ins AWS IoT attaches 15 a second, and everybody waits for a turn: 2,000 new users take over two minutes. */
const DEADLINE_MS = 300_000;
/** https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits */
const MOST_SUBSCRIPTIONS = 50;
/** The longest, in milliseconds, that a refused publish waits for its attachment. */
const ATTACH_WITHIN_MS = 5000;
/** How long, in milliseconds, a refusal of what nobody acknowledges is waited for. */
const REFUSED_WITHIN_MS = 500;

export function createIotClientIn(options: IotClientOptions, surroundings: Surroundings): IotClient {
  const { clientIdPattern, topicPattern } = options;
  const clock = createAwsClock(options.now ?? Date.now);
  const { now } = clock;
  const endpoints = readOutputs(options.outputs);
  checkProvider(options.credentials);
  checkWebCrypto();
  const events = createEmitter<IotClientEvents>((name, error) => (name === 'error' ? throwUncaught : onError)(error));
  const onError = (error: unknown) => {
    if (!events.emit('error', error)) throwUncaught(error);
  };

  const waits = createWaits();
  const credentials = createCredentialsSource(options.credentials, clock);
  const kept = createKeptConnection({ attachPolicyUrl: endpoints.attachPolicyUrl, storage: surroundings.storage });
  const api = createApiCaller({ endpoints, credentials, kept, waits, clock });
  const patternOf = (identityId: string) => clientIdPattern ?? ownClientIdPattern(identityId, kept.of(identityId));
  const clientIds = createClientIds({ ...surroundings, patternOf, now });
  const onStep = (step: Step) => void events.emit('step', step);
  const { openMqtt } = surroundings;
  const connect = createConnector({ endpoints, credentials, api, clientIds, kept, openMqtt, waits, now, onStep });
  const outbox = createOutbox();
  const send = withCurrentRights({
    async add(operation) {
      ensureStarted();
      return outbox.add(operation);
    },
    renew: () => keeper.renewCredentials(),
    attach: () =>
      callWithin(ATTACH_WITHIN_MS, endpoints.apiHost, (signal) => api.call('POST', signal, () => undefined)),
    onChanged: () => kept.forget(credentials.identityId ?? ''),
    refusal: ({ action, name, retained }) =>
      notAuthorized(action, name, { connection: kept.of(credentials.identityId ?? ''), retained }),
    now,
  });
  const subscriptions = createSubscriptions({ send, onError });
  const onState = (state: ConnectionState, error?: Error) => void events.emit('state', state, error);
  const keeper = createConnectionKeeper({ connect, credentials, outbox, subscriptions, waits, now, onState });
  let closed = false;

  /** Rejects, or sees to it that there will be a connection. */
  const ensureStarted = () => {
    if (keeper.state === 'denied') throw keeper.error;
    if (closed) throw new ClosedError();
    if (keeper.state === 'closed') keeper.start(DEADLINE_MS).catch(() => undefined);
  };

  const close = async (reason: Error = new ClosedError()) => {
    closed = true;
    await keeper.stop(reason);
    subscriptions.clear();
    clientIds.release();
    credentials.forget();
  };

  const call = (method: 'GET' | 'DELETE') =>
    callWithin(DEADLINE_MS, endpoints.apiHost, (signal, onTrouble) => api.call(method, signal, onTrouble));

  const client: IotClient = {
    get state() {
      return keeper.state;
    },
    get identityId() {
      return credentials.identityId;
    },
    get clientId() {
      return keeper.clientId;
    },
    on: events.on,

    async connect({ signal, deadline = DEADLINE_MS } = {}) {
      signal?.throwIfAborted();
      closed = false;
      const abort = () => void close(signal?.reason).catch(onError);
      signal?.addEventListener('abort', abort);
      try {
        await keeper.start(deadline);
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },

    async subscribe(filter, handler, { qos = 1 } = {}) {
      checkFilter(filter);
      checkQos(qos);
      const filters = subscriptions.filters();
      if (filters.length >= MOST_SUBSCRIPTIONS && !filters.includes(filter)) {
        const check = 'Use one filter with a wildcard for many topics.';
        throw new ThrottledError(`AWS IoT allows ${MOST_SUBSCRIPTIONS} subscriptions on a connection.`, check);
      }
      ensureStarted();
      // Of its own, so that a function may be subscribed twice.
      const own: MessageHandler = (message) => handler(message);
      await subscriptions.add(filter, own, qos);
      const unsubscribe = async () => {
        if (!subscriptions.remove(filter, own) || keeper.state === 'closed' || keeper.state === 'denied') return;
        const send = (session: { unsubscribe(filter: string): Promise<void> }) => session.unsubscribe(filter);
        await outbox.add({ action: 'iot:Subscribe', name: filter, send, publishes: 0, urgent: false });
      };
      return { filter, unsubscribe };
    },

    async publish(topic, payload, { qos = 1, retain = false } = {}) {
      checkTopic(topic);
      checkQos(qos);
      const bytes = encodePayload(payload);
      ensureStarted();
      await send({
        action: 'iot:Publish',
        name: topic,
        retained: retain,
        async send(session) {
          await session.publish(topic, bytes, { qos, retain });
          if (qos === 0) await new Promise((resolve) => setTimeout(resolve, REFUSED_WITHIN_MS));
        },
        publishes: subscriptions.covers(topic) ? 2 : 1,
        urgent: false,
      });
    },

    myTopic(name) {
      const { identityId } = credentials;
      if (identityId === undefined) {
        throw new NotSignedInError('The identity ID is not known yet.', 'Await connect() or identify() first.');
      }
      const pattern = topicPattern ?? ownTopicPattern(identityId, kept.of(identityId));
      return pattern.replaceAll('{identity}', () => identityId).replace('*', () => name);
    },

    async identify() {
      const host = 'The service behind the credentials provider';
      const { identityId } = await callWithin(DEADLINE_MS, host, () => credentials.get()).catch((error: unknown) => {
        throw error instanceof ProviderUnavailable ? new UnreachableError(host, error.cause) : error;
      });
      return identityId ?? (await call('GET')).identityId;
    },
    attachment: () => call('GET'),
    async connection() {
      return keptOrAsked(kept, await client.identify(), () => call('GET'));
    },
    async detach() {
      const answer = await call('DELETE');
      await close();
      return answer;
    },
    async reconnect() {
      ensureStarted();
      // Those that there are will do where the provider has no others.
      const renewed = keeper.state === 'connected' && (await keeper.renewCredentials().catch(() => false));
      if (!renewed) await keeper.renew();
    },
    close: () => close(),
  };
  return client;
}

function checkWebCrypto(): void {
  if ((globalThis as { crypto?: { subtle?: unknown } }).crypto?.subtle) return;
  throw new UnsupportedError(
    'There is no WebCrypto here (crypto.subtle), which signs the requests.',
    'Browsers have it in secure contexts only: serve the page over https, or open it at localhost.',
  );
}

function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** Gives `work` a signal for that long, and its last trouble for an error. */
async function callWithin<T>(
  milliseconds: number,
  host: string,
  work: (signal: AbortSignal, onTrouble: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let trouble: Error = new UnreachableError(host);
  const timer = setTimeout(() => controller.abort(trouble), milliseconds);
  try {
    const done = work(controller.signal, (error) => {
      trouble = error;
    });
    return await untilAborted(done, controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Storage throws on mere sight where the user has forbidden it. */
function browserTab(): Pick<Surroundings, 'storage' | 'locks'> {
  const { navigator } = globalThis as { navigator?: { locks?: TabLocks } };
  try {
    return {
      storage: (globalThis as { sessionStorage?: TabStorage }).sessionStorage,
      locks: navigator?.locks,
    };
  } catch {
    return { storage: undefined, locks: undefined };
  }
}
