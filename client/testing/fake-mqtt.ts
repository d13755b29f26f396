import type { Topics } from '../../contract/topics.js';
import { throwIfAborted } from '../abortable.js';
import { UnsupportedError } from '../iot-access-error.js';
import {
  ConnectFailure,
  type MqttSession,
  type OpenMqtt,
  type OpenMqttOptions,
  PacketRefused,
} from '../mqtt-session.js';
import { NOT_AUTHORIZED, TAKEN_OVER } from '../reason-codes.js';
import type { FakeNetwork } from './fake-network.js';
import { isAllowed } from './fake-rights.js';
import type { FakeRouter, Published } from './fake-router.js';

/** Whose connections they are. */
export interface FakeCaller {
  readonly identityId: string;
  /** What is allowed now. */
  topics(): Topics;
  /** Whether messages to it may be kept. */
  mayRetain(topic: string): boolean;
  /** Whether the policy is attached, or the role of guests lets in. */
  isLetIn(): boolean;
}

export interface FakeLine {
  readonly clientId: string;
  readonly identityId: string;
  /** Ends it without DISCONNECT. */
  cut(reasonCode?: number): void;
}

export interface FakeMqttOptions {
  readonly network: FakeNetwork;
  readonly router: FakeRouter;
  /** Those that are open, of all clients. */
  readonly lines: Set<FakeLine>;
  /** Passes on what a client, or its will, publishes. */
  readonly onPublished: (message: Published) => void;
}

const SHARED_NOT_SUPPORTED = 0x9e;
/** As many as AWS IoT takes. */
const RECEIVE_MAXIMUM = 100;
/** Seconds that AWS IoT keeps a session for in MQTT 3.1.1. */
const EXPIRY_OF_3 = 3600;

/** MQTT connections of one user to the fake broker. */
export function createFakeMqtt(broker: FakeMqttOptions, caller: FakeCaller): OpenMqtt {
  const { network, lines } = broker;
  return async (options) => {
    throwIfAborted(options.signal);
    const { clientId, protocolVersion } = options;
    if (network.isAway(caller.identityId)) throw new ConnectFailure('network');
    const code = network.refusalOf('connect', clientId) ?? (caller.isLetIn() ? undefined : NOT_AUTHORIZED);
    if (code !== undefined) throw new ConnectFailure('connect', protocolVersion === 5 ? { reasonCode: code } : {});
    const before = [...lines].find((line) => line.clientId === clientId);
    before?.cut(protocolVersion === 5 ? TAKEN_OVER : undefined);
    return openLine(broker, caller, options);
  };
}

function openLine(broker: FakeMqttOptions, caller: FakeCaller, options: OpenMqttOptions): MqttSession {
  const { network, router, lines, onPublished } = broker;
  const { clientId, will, onMessage, onClose } = options;
  const isVersion5 = options.protocolVersion === 5;
  const { session, isPresent } = router.open(clientId);
  let isOpen = true;

  const mayPublish = (topic: string, retain: boolean) =>
    isAllowed(caller.topics(), 'publish', topic) && (!retain || caller.mayRetain(topic));
  const end = (reasonCode?: number) => {
    if (!isOpen) return false;
    isOpen = false;
    lines.delete(line);
    router.close(clientId, isVersion5 ? options.sessionExpiry : EXPIRY_OF_3);
    onClose(reasonCode);
    return true;
  };
  const line: FakeLine = {
    clientId,
    identityId: caller.identityId,
    cut(reasonCode) {
      if (!end(isVersion5 ? reasonCode : undefined) || will === undefined) return;
      if (mayPublish(will.topic, will.retain)) onPublished({ ...will, from: caller.identityId });
    },
  };
  lines.add(line);

  session.mayReceive = (topic) => isAllowed(caller.topics(), 'receive', topic);
  session.receive = async (packet) => {
    // After what is being done now, as if it had come by a network.
    await undefined;
    if (isOpen) onMessage(isVersion5 ? packet : { ...packet, properties: undefined });
  };
  router.resume(session);

  /** What is asked of a connection that ends has no answer. */
  const unanswered = () => new Promise<never>(() => undefined);
  const refused = (code: number, isAnswered: boolean): Promise<never> => {
    if (isAnswered) throw new PacketRefused(code);
    line.cut(code);
    return unanswered();
  };
  const filterCode = (filter: string) => {
    if (filter.startsWith('$share/')) return SHARED_NOT_SUPPORTED;
    const may = isAllowed(caller.topics(), 'subscribe', filter);
    return network.refusalOf('subscribe', filter) ?? (may ? undefined : NOT_AUTHORIZED);
  };

  return {
    sessionPresent: isPresent,
    receiveMaximum: RECEIVE_MAXIMUM,
    async publish(topic, payload, flags) {
      await undefined;
      if (!isOpen) return unanswered();
      refuseReserved(topic);
      const may = mayPublish(topic, flags.retain);
      const code = network.refusalOf('publish', topic) ?? (may ? undefined : NOT_AUTHORIZED);
      // Only MQTT 5 answers, and only QoS 1; in all other cases the connection ends.
      if (code !== undefined) return refused(code, isVersion5 && flags.qos === 1);
      onPublished({ topic, payload: payload.slice(), ...flags, from: caller.identityId });
    },
    async subscribe(filter, qos) {
      await undefined;
      if (!isOpen) return unanswered();
      refuseReserved(filter);
      const code = filterCode(filter);
      if (code !== undefined) return refused(code, isVersion5);
      router.subscribe(session, filter, qos);
    },
    async unsubscribe(filter) {
      await undefined;
      if (!isOpen) return unanswered();
      session.filters.delete(filter);
    },
    async close() {
      await undefined;
      end();
    },
  };
}

/** @throws UnsupportedError for what AWS IoT itself answers */
function refuseReserved(name: string): void {
  if (!name.startsWith('$aws/')) return;
  throw new UnsupportedError(
    `The fake broker has no ${name}.`,
    'Shadows, jobs and lifecycle events are AWS’s own: test them with cognito-iot-sandbox, which has some of them.',
  );
}
