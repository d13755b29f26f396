import { createApiCaller } from './api-caller.js';
import { createAwsClock } from './aws-clock.js';
import { callWithin } from './call-within.js';
import type { CheckedOptions } from './checked-options.js';
import type { IotClientEvents } from './client-contract.js';
import { createClientIds } from './client-ids.js';
import { type Closing, createClose } from './closing.js';
import type { Step } from './connect-contract.js';
import { createConnectionKeeper } from './connection-keeper.js';
import type { ConnectionState } from './connection-states.js';
import { createConnector } from './connector.js';
import { createCredentialsSource } from './credentials-source.js';
import type { Emitter } from './emitter.js';
import { createFirstAttachment } from './first-attachment.js';
import { ClosedError } from './iot-access-error.js';
import { createKeptConnection, type KeptConnectionOptions } from './kept-connection.js';
import { createKeptPublishing } from './kept-publishing.js';
import { knownRights } from './known-rights.js';
import type { logClient } from './log.js';
import { createOutbox } from './outbox.js';
import { ownClientIdPattern } from './own-patterns.js';
import { withCurrentRights } from './rights.js';
import { createSignedOutTabs } from './signed-out-tabs.js';
import { createSubscriptions } from './subscriptions.js';
import type { Surroundings } from './surroundings.js';
import { createWaits } from './waits.js';

/** In a storm of sign-ins AWS IoT attaches 15 a second, and everybody waits for a turn: 2,000 new users take over two minutes. */
export const DEADLINE_MS = 300_000;

/** What each theme of the client takes its parts from. */
export type ClientParts = ReturnType<typeof createClientParts>;

export interface ClientPartsOptions {
  readonly options: CheckedOptions;
  readonly surroundings: Surroundings;
  readonly log: ReturnType<typeof logClient>;
  readonly events: Emitter<IotClientEvents>;
  /** The event `error`, or else uncaught. */
  readonly onError: (error: unknown) => void;
  /** @param error why, where it is told */
  readonly onState: (error?: Error) => void;
  /** Whether it was closed before it came. */
  readonly isClosed: boolean;
}

/** What a client is made of, put together. */
export function createClientParts(given: ClientPartsOptions) {
  const { options, surroundings, events, onError, log } = given;
  const clock = createAwsClock(options.now);
  const { now } = clock;
  const { endpoints, mqtt, hiding, renewAt, wills } = options;
  const { attachPolicyUrl, iotHost: host } = endpoints;

  const waits = createWaits();
  const credentials = createCredentialsSource(options.provider, clock);
  const onChange: KeptConnectionOptions['onChange'] = (connection) => events.emit('rights', connection);
  const kept = createKeptConnection({ attachPolicyUrl, storage: surroundings.storage, onChange });
  const { callAttachPolicy, presignMqttUrl } = surroundings;
  const onRevoked = (error: Error) => keeper.deny(error);
  const api = createApiCaller({ endpoints, credentials, kept, waits, clock, onRevoked, callAttachPolicy });
  const patternOf = (of: string) => options.clientIdPattern ?? ownClientIdPattern(of, kept.of(of));
  const clientIds = createClientIds({ ...surroundings, patternOf, now });
  const onStep = (step: Step) => {
    if (step.step === 'credentials' && step.identityId !== undefined) {
      keptPublishing?.identified(step.identityId);
      tabs.listen(step.identityId);
    }
    events.emit('step', step);
  };
  const { openMqtt, loadMqtt, indexedDb, locks } = surroundings;
  const firstAttachment = createFirstAttachment(options.attach, attachPolicyUrl, surroundings.deviceStorage);
  const opening = { openMqtt, loadMqtt, presignMqttUrl, mqtt, wills, firstAttachment };
  const connect = createConnector({ endpoints, credentials, api, clientIds, kept, ...opening, waits, now, onStep });
  const outbox = createOutbox((isHigh) => void events.emit('pressure', isHigh), mqtt.protocolVersion);
  const known = knownRights({ credentials, kept, api, apiHost: endpoints.apiHost, keeper: () => keeper });
  const send = withCurrentRights({
    ...known,
    async add(operation) {
      ensureStarted();
      return outbox.add(operation);
    },
    now,
  });
  const subscriptions = createSubscriptions({ send, onError });
  const choice = options.outbox;
  const publishesOf = (topic: string) => (subscriptions.covers(topic) ? 2 : 1);
  const keptPublishing =
    choice && createKeptPublishing({ choice, indexedDb, locks, host, send, publishesOf, onError, now });
  const onState = (state: ConnectionState, reason?: Error) => {
    if (reason !== undefined) keptPublishing?.end(reason);
    const isTold = state === 'denied' || (reason instanceof ClosedError && reason.reason === 'signed out');
    given.onState(isTold ? reason : undefined);
  };
  const told = { onOtherGroups: known.onOtherGroups, onState };
  const tools = { connect, credentials, outbox, subscriptions, waits, hiding, now };
  const keeper = createConnectionKeeper({ ...tools, renewAt, ...told });
  let closed = given.isClosed;

  /** Rejects, or sees to it that there will be a connection. */
  const ensureStarted = () => {
    if (keeper.state === 'denied') throw keeper.error;
    if (closed) throw new ClosedError();
    if (keeper.state === 'closed') keeper.start(DEADLINE_MS).catch(() => undefined);
  };

  const tabs = createSignedOutTabs({
    openChannel: surroundings.openChannel,
    onSignedOut: () => void close(new ClosedError('signed out'), { signedOut: true }).catch(onError),
  });
  const end = createClose({ keeper, subscriptions, clientIds, credentials, keptPublishing, tabs });
  /** What is still to be said, while there is a connection. */
  const beforeClose = new Set<() => void>();
  const close = (reason?: Error, closing?: Closing) => {
    for (const tell of beforeClose) tell();
    closed = true;
    return end(reason, closing).finally(known.stop);
  };

  const call = (method: 'GET' | 'DELETE', given?: AbortSignal) => {
    const work = (signal: AbortSignal, onTrouble: (error: Error) => void) => api.call(method, signal, onTrouble);
    return callWithin(DEADLINE_MS, endpoints.apiHost, work, given);
  };

  return {
    options,
    events,
    onError,
    credentials,
    kept,
    mqtt,
    wills,
    firstAttachment,
    outbox,
    keptPublishing,
    publishesOf,
    log,
    pending: { count: 0 },
    send,
    subscriptions,
    keeper,
    ensureStarted,
    call,
    beforeClose,
    close,
    /** It may be started again after a close. */
    reopen() {
      closed = false;
    },
  };
}
