import type { AedesPublishPacket, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import type { ConnectionEnd } from '../../contract/mqtt-connection.js';
import type { Clock } from '../base/clock.js';
import { createRateLimiter, type RateLimiter } from '../base/rate-limiter.js';
import { type Connection, connectConditions, recordEnd } from './connection.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import {
  clientIdProblem,
  effectiveKeepAlive,
  filterCovers,
  filterProblem,
  MQTT_LIMITS,
  messageProblem,
  willProblem,
} from './mqtt-limits.js';
import { type IncomingPacket, MalformedPacket, readPacket } from './read-packet.js';
import { createSubscribeRule } from './subscribe-rule.js';

/** What each packet is held to: the protocol's limits, the quotas and the policies. An error ends the connection. */
export interface PacketRules {
  /** Whether the broker may see this packet at all; a SUBSCRIBE is judged here, as a whole, before any of it is granted. */
  admit(connection: Connection, packet: Uint8Array, state: { readonly hasConnack: boolean }): Error | undefined;
  /** Sets what the connection is from now on. */
  connect(connection: Connection, packet: ConnectPacket): Error | undefined;
  publish(connection: Connection, packet: PublishPacket): Error | undefined;
  /** Whether a persistent session takes this subscription up again. */
  mayResume(connection: Connection, subscription: Subscription): boolean;
  mayReceive(connection: Connection, packet: AedesPublishPacket): boolean;
}

export interface PacketRulesOptions {
  readonly authorize: AuthorizeDataPlane;
  readonly clock: Clock;
  /** ARN of a `client`, `topic` or `topicfilter`. */
  readonly arn: (kind: string, name: string) => string;
  /** Whether a refused SUBSCRIBE is answered, or ends the connection. */
  readonly refusedSubscribe: 'close' | 'suback';
}

export function createPacketRules(options: PacketRulesOptions): PacketRules {
  const { authorize, clock, arn, refusedSubscribe } = options;
  const connects = new Map<string, RateLimiter>();

  const decide = (connection: Connection, action: string, resource: string, conditions?: Map<string, string[]>) =>
    authorize(connection.caller.principal, {
      action,
      resource,
      clientId: connection.clientId ?? '',
      sourceIp: connection.sourceIp,
      ...(conditions === undefined ? {} : { conditions }),
    });

  /** The error that ends the connection if the action is refused. */
  const refusal = (
    connection: Connection,
    action: string,
    resource: string,
    { conditions, as = 'FORBIDDEN_ACCESS' }: { conditions?: Map<string, string[]>; as?: ConnectionEnd['reason'] } = {},
  ) => {
    const { allowed, reason } = decide(connection, action, resource, conditions);
    return allowed ? undefined : recordEnd(connection, as, reason ?? `${action} was refused`);
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
    decide(connection, 'iot:Subscribe', arn('topicfilter', filter));

  const subscribe = createSubscribeRule(maySubscribe, refusedSubscribe);

  return {
    admit(connection, packet, { hasConnack }) {
      let read: IncomingPacket;
      try {
        read = readPacket(packet);
      } catch (error) {
        if (!(error instanceof MalformedPacket)) throw error;
        return recordEnd(connection, 'CLIENT_ERROR', error.message);
      }
      if (read.name === 'CONNECT') return undefined;
      // https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-differences
      if (!hasConnack) return recordEnd(connection, 'CLIENT_ERROR', `a client waits for CONNACK before ${read.name}`);
      if (read.name === 'SUBSCRIBE') return subscribe(connection, read.filters);
      if (read.name === 'UNSUBSCRIBE') for (const { topic } of read.filters) connection.subscriptions.delete(topic);
      return undefined;
    },

    connect(connection, packet) {
      if (Number(packet.protocolVersion) > 4) {
        return recordEnd(connection, 'CLIENT_ERROR', 'the sandbox emulates MQTT 3.1 and 3.1.1, not MQTT 5');
      }
      const problem = clientIdProblem(packet.clientId);
      if (problem !== undefined) return recordEnd(connection, 'CLIENT_ERROR', problem);
      if (!limiterOf(packet.clientId).take()) {
        return recordEnd(connection, 'THROTTLED', 'one CONNECT a second for each client ID');
      }
      const wrongWill = packet.will && willProblem({ qos: 0, ...packet.will });
      if (wrongWill !== undefined) return recordEnd(connection, 'CLIENT_ERROR', wrongWill);
      connection.clientId = packet.clientId;
      connection.persistent = packet.clean === false;
      packet.keepalive = effectiveKeepAlive(packet.keepalive);
      const conditions = connectConditions(packet, (topic) => arn('topic', topic));
      return refusal(connection, 'iot:Connect', arn('client', packet.clientId), { conditions, as: 'AUTH_ERROR' });
    },

    publish(connection, packet) {
      connection.received += 1;
      const problem = messageProblem(packet);
      if (problem !== undefined) return recordEnd(connection, 'CLIENT_ERROR', problem);
      // AWS discards what is above the quota without a word. A sandbox should not hide that: it ends the connection.
      if (!connection.publishes.take()) {
        const explanation = `${MQTT_LIMITS.publishesPerSecond} publishes a second on each connection`;
        return recordEnd(connection, 'THROTTLED', explanation);
      }
      const topic = arn('topic', packet.topic);
      return (
        refusal(connection, 'iot:Publish', topic) ??
        (packet.retain ? refusal(connection, 'iot:RetainPublish', topic) : undefined)
      );
    },

    mayResume(connection, subscription) {
      return filterProblem(subscription) === undefined && maySubscribe(connection, subscription.topic).allowed;
    },

    mayReceive(connection, { topic }) {
      if (![...connection.subscriptions].some((filter) => filterCovers(filter, topic))) return false;
      if (!decide(connection, 'iot:Receive', arn('topic', topic)).allowed) return false;
      if (!connection.publishes.take()) return false;
      connection.delivered += 1;
      return true;
    },
  };
}
