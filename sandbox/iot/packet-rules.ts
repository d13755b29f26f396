import type { ConnectionEnd } from '../../contract/mqtt-connection.js';
import type { Clock } from '../base/clock.js';
import { createRateLimiter, type RateLimiter } from '../base/rate-limiter.js';
import { type Connection, connectConditions, type Refusal } from './connection.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import type { DataPlaneRequest } from './data-plane-request.js';
import type { ConnectPacket, SubscribePacket, TopicFilter } from './mqtt/packets.js';
import { REASON } from './mqtt/reason-codes.js';
import {
  clientIdProblem,
  filterProblem,
  type LimitedMessage,
  MQTT_LIMITS,
  messageProblem,
  willProblem,
} from './mqtt-limits.js';
import { createSubscribeRule, type SubscribeVerdict } from './subscribe-rule.js';

/**
 * What each packet is held to, in every version of MQTT alike: the protocol's limits, the quotas and the policies. How
 * a refusal is answered is the version's own matter.
 */
export interface PacketRules {
  connect(connection: Connection, packet: ConnectPacket): Refusal | undefined;
  publish(connection: Connection, message: LimitedMessage): Refusal | undefined;
  /** A will is asked for when its connection is gone, and counts as no publish of it. */
  leaveWill(connection: Connection, message: LimitedMessage): Refusal | undefined;
  subscribe(connection: Connection, packet: SubscribePacket): SubscribeVerdict;
  /** Whether a persistent session takes this subscription up again. */
  mayResume(connection: Connection, filter: Pick<TopicFilter, 'topic' | 'qos'>): boolean;
  mayReceive(connection: Connection, topic: string): boolean;
}

export interface PacketRulesOptions {
  readonly authorize: AuthorizeDataPlane;
  readonly clock: Clock;
  /** ARN of a `client`, `topic` or `topicfilter`. */
  readonly arn: (kind: string, name: string) => string;
}

/** Questions that a connection has at hand for each action; one with more topics asks anew. */
const KEPT_QUESTIONS = 200;

export function createPacketRules(options: PacketRulesOptions): PacketRules {
  const { authorize, clock, arn } = options;
  const connects = new Map<string, RateLimiter>();

  const decide = (connection: Connection, action: string, kind: string, name: string) => {
    let byName = connection.requests.get(action);
    if (byName === undefined) {
      byName = new Map();
      connection.requests.set(action, byName);
    }
    let request = byName.get(name);
    if (request === undefined) {
      if (byName.size >= KEPT_QUESTIONS) byName.clear();
      const { clientId = '', sourceIp } = connection;
      request = { action, resource: arn(kind, name), clientId, sourceIp };
      byName.set(name, request);
    }
    return authorize(connection.caller.principal, request);
  };

  const refusal = (connection: Connection, action: string, kind: string, name: string): Refusal | undefined => {
    const { allowed, reason } = decide(connection, action, kind, name);
    return allowed ? undefined : unauthorized('FORBIDDEN_ACCESS', reason ?? `${action} was refused`);
  };

  const limiterOf = (clientId: string) => {
    const known = connects.get(clientId);
    if (known !== undefined) return known;
    const limiter = createRateLimiter(clock.now, MQTT_LIMITS.connectsPerSecondPerClientId);
    connects.set(clientId, limiter);
    clock.at(clock.now() + 60_000, () => connects.delete(clientId));
    return limiter;
  };

  const maySubscribe = (connection: Connection, filter: string) =>
    refusal(connection, 'iot:Subscribe', 'topicfilter', filter);

  const mayPublish = (connection: Connection, { topic, retain }: LimitedMessage) =>
    refusal(connection, 'iot:Publish', 'topic', topic) ??
    (retain ? refusal(connection, 'iot:RetainPublish', 'topic', topic) : undefined);

  return {
    subscribe: createSubscribeRule(maySubscribe),

    connect(connection, packet) {
      const { clientId, will, properties } = packet;
      // AWS IoT has no AUTH packet.
      if (properties.authenticationMethod !== undefined) {
        const explanation = 'AWS IoT has no enhanced authentication';
        return { reason: 'CLIENT_ERROR', explanation, code: REASON.badAuthenticationMethod };
      }
      const problem = clientIdProblem(clientId);
      if (problem !== undefined) {
        return { reason: 'CLIENT_ERROR', explanation: problem, code: REASON.clientIdNotValid };
      }
      if (!limiterOf(clientId).take()) return throttled('one CONNECT a second for each client ID');
      const wrongWill = will && willProblem(will);
      if (wrongWill !== undefined) return { reason: 'CLIENT_ERROR', ...wrongWill };
      connection.clientId = clientId;
      const request: DataPlaneRequest = {
        action: 'iot:Connect',
        resource: arn('client', clientId),
        clientId,
        sourceIp: connection.sourceIp,
        conditions: connectConditions(packet, (topic) => arn('topic', topic)),
      };
      const { allowed, reason } = authorize(connection.caller.principal, request);
      return allowed ? undefined : unauthorized('AUTH_ERROR', reason ?? 'iot:Connect was refused');
    },

    publish(connection, message) {
      connection.received += 1;
      const problem = messageProblem(message);
      if (problem !== undefined) return { reason: 'CLIENT_ERROR', ...problem };
      // AWS discards what is above the quota without a word. A sandbox should not hide that: it refuses.
      if (!connection.publishes.take()) {
        return throttled(`${MQTT_LIMITS.publishesPerSecond} publishes a second on each connection`);
      }
      return mayPublish(connection, message);
    },

    leaveWill: mayPublish,

    mayResume: (connection, filter) =>
      filterProblem(filter) === undefined && maySubscribe(connection, filter.topic) === undefined,

    mayReceive(connection, topic) {
      if (!decide(connection, 'iot:Receive', 'topic', topic).allowed) return false;
      return connection.publishes.take();
    },
  };
}

function unauthorized(reason: ConnectionEnd['reason'], explanation: string): Refusal {
  return { reason, explanation, code: REASON.notAuthorized };
}

function throttled(explanation: string): Refusal {
  return { reason: 'THROTTLED', explanation, code: REASON.quotaExceeded };
}
