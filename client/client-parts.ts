import { createApiCaller } from './api-caller.js';
import { createAwsClock } from './aws-clock.js';
import { callWithin } from './call-within.js';
import type { IotClientEvents } from './client-contract.js';
import { createClientIds } from './client-ids.js';
import type { IotClientOptions } from './client-options.js';
import { type Closing, createClose } from './closing.js';
import type { Step } from './connect-contract.js';
import { createConnectionKeeper } from './connection-keeper.js';
import type { ConnectionState } from './connection-states.js';
import { createConnector } from './connector.js';
import { checkProvider } from './credentials-provider.js';
import { createCredentialsSource } from './credentials-source.js';
import { createEmitter } from './emitter.js';
import { createFirstAttachment } from './first-attachment.js';
import { ClosedError } from './iot-access-error.js';
import { createKeptConnection, type KeptConnectionOptions } from './kept-connection.js';
import { createKeptPublishing } from './kept-publishing.js';
import { knownRights } from './known-rights.js';
import { createWills } from './last-will.js';
import { logClient } from './log.js';
import { readMqttOptions } from './mqtt-options.js';
import { createOutbox } from './outbox.js';
import { readOutboxChoice } from './outbox-contract.js';
import { readOutputs } from './outputs.js';
import { ownClientIdPattern } from './own-patterns.js';
import { checkPlatform } from './platform.js';
import { checkRenewAt } from './refresh-plan.js';
import { withCurrentRights } from './rights.js';
import { createSignedOutTabs } from './signed-out-tabs.js';
import { createSubscriptions } from './subscriptions.js';
import type { Surroundings } from './surroundings.js';
import { createWaits } from './waits.js';
import { readHiding } from './watch-hidden.js';

/** In a storm of sign-ins AWS IoT attaches 15 a second, and everybody waits for a turn: 2,000 new users take over two minutes. */
export const DEADLINE_MS = 300_000;

/** What each theme of the client takes its parts from. */
export type ClientParts = ReturnType<typeof createClientParts>;

/**
 * What a client is made of, put together.
 *
 * @throws InvalidOutputsError, InvalidCredentialsError; RangeError for an option; UnsupportedError where something is missing
 */
export function createClientParts(options: IotClientOptions, surroundings: Surroundings) {
  const clock = createAwsClock(options.now);
  const { now } = clock;
  const endpoints = readOutputs(options.outputs);
  const { attachPolicyUrl, iotHost: host } = endpoints;
  const mqtt = readMqttOptions(options);
  const hiding = readHiding(options.pauseWhenHidden, surroundings.page);
  const renewAt = checkRenewAt(options.renew ?? 'credentials');
  checkProvider(options.credentials);
  if (surroundings.presignMqttUrl === undefined) checkPlatform();
  const events = createEmitter<IotClientEvents>((name, error) => (name === 'error' ? throwUncaught : onError)(error));
  const onError = (error: unknown) => {
    log.failed('error', 'error', error);
    if (!events.emit('error', error)) throwUncaught(error);
  };

  const waits = createWaits();
  const credentials = createCredentialsSource(options.credentials, clock);
  const log = logClient(options.log, events, () => credentials.identityId);
  const onChange: KeptConnectionOptions['onChange'] = (connection) => events.emit('rights', connection);
  const kept = createKeptConnection({ attachPolicyUrl, storage: surroundings.storage, onChange });
  const { callAttachPolicy, presignMqttUrl } = surroundings;
  const api = createApiCaller({ endpoints, credentials, kept, waits, clock, callAttachPolicy });
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
  const wills = createWills(options.will, mqtt.protocolVersion);
  const firstAttachment = createFirstAttachment(options.attach, attachPolicyUrl, surroundings.deviceStorage);
  const opening = { openMqtt, loadMqtt, presignMqttUrl, mqtt, wills, firstAttachment };
  const connect = createConnector({ endpoints, credentials, api, clientIds, kept, ...opening, waits, now, onStep });
  const outbox = createOutbox((isHigh) => void events.emit('pressure', isHigh));
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
  const choice = readOutboxChoice(options.outbox);
  const publishesOf = (topic: string) => (subscriptions.covers(topic) ? 2 : 1);
  const keptPublishing =
    choice && createKeptPublishing({ choice, indexedDb, locks, host, send, publishesOf, onError, now });
  const onState = (state: ConnectionState, reason?: Error) => {
    if (reason !== undefined) keptPublishing?.end(reason);
    const isTold = state === 'denied' || (reason instanceof ClosedError && reason.reason === 'signed out');
    events.emit('state', state, isTold ? reason : undefined);
  };
  const told = { onOtherGroups: known.onOtherGroups, onState };
  const tools = { connect, credentials, outbox, subscriptions, waits, hiding, now };
  const keeper = createConnectionKeeper({ ...tools, renewAt, ...told });
  let closed = false;

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
    return end(reason, closing);
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

function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
