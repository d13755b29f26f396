import type { AedesPublishPacket, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import type { Clock } from '../clock.js';
import { createRateLimiter, type RateLimiter } from '../rate-limiter.js';
import { type Connection, type ConnectionEnd, connectConditions, ending } from './connections.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import {
  clientIdProblem,
  effectiveKeepAlive,
  filterCovers,
  filterProblem,
  MQTT_LIMITS,
  messageProblem,
} from './mqtt-limits.js';

/** What each packet is held to: the protocol's limits, the quotas and the policies. An error ends the connection. */
export interface PacketRules {
  /** Sets what the connection is from now on. */
  connect(connection: Connection, packet: ConnectPacket): Error | undefined;
  publish(connection: Connection, packet: PublishPacket): Error | undefined;
  /** What is wrong with the filter itself. */
  subscribe(connection: Connection, subscription: Subscription): Error | undefined;
  /** Why the policies refuse the subscription; undefined where they allow it. */
  subscribeRefusal(connection: Connection, filter: string): string | undefined;
  mayReceive(connection: Connection, packet: AedesPublishPacket): boolean;
}

export interface PacketRulesOptions {
  readonly authorize: AuthorizeDataPlane;
  readonly clock: Clock;
  /** ARN of a `client`, `topic` or `topicfilter`. */
  readonly arn: (kind: string, name: string) => string;
}

export function createPacketRules({ authorize, clock, arn }: PacketRulesOptions): PacketRules {
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
    return allowed ? undefined : ending(connection, as, reason ?? `${action} was refused`);
  };

  const limiterOf = (clientId: string) => {
    const known = connects.get(clientId);
    if (known !== undefined) return known;
    const limiter = createRateLimiter(clock.now, MQTT_LIMITS.connectsPerSecondPerClientId);
    connects.set(clientId, limiter);
    clock.at(clock.now() + 60_000, () => connects.delete(clientId));
    return limiter;
  };

  return {
    connect(connection, packet) {
      if (Number(packet.protocolVersion) > 4) {
        return ending(connection, 'CLIENT_ERROR', 'the sandbox emulates MQTT 3.1 and 3.1.1, not MQTT 5');
      }
      const problem = clientIdProblem(packet.clientId);
      if (problem !== undefined) return ending(connection, 'CLIENT_ERROR', problem);
      if (!limiterOf(packet.clientId).take()) {
        return ending(connection, 'THROTTLED', 'one CONNECT a second for each client ID');
      }
      if (packet.will?.topic.startsWith('$')) {
        return ending(connection, 'CLIENT_ERROR', 'the sandbox takes no last will on a reserved topic');
      }
      connection.clientId = packet.clientId;
      connection.persistent = packet.clean === false;
      packet.keepalive = effectiveKeepAlive(packet.keepalive);
      const conditions = connectConditions(packet, (topic) => arn('topic', topic));
      return refusal(connection, 'iot:Connect', arn('client', packet.clientId), { conditions, as: 'AUTH_ERROR' });
    },

    publish(connection, packet) {
      connection.received += 1;
      const problem = messageProblem(packet);
      if (problem !== undefined) return ending(connection, 'CLIENT_ERROR', problem);
      // AWS discards what is above the quota without a word. A sandbox should not hide that: it ends the connection.
      if (!connection.publishes.take()) {
        const explanation = `${MQTT_LIMITS.publishesPerSecond} publishes a second on each connection`;
        return ending(connection, 'THROTTLED', explanation);
      }
      const topic = arn('topic', packet.topic);
      return (
        refusal(connection, 'iot:Publish', topic) ??
        (packet.retain ? refusal(connection, 'iot:RetainPublish', topic) : undefined)
      );
    },

    subscribe(connection, subscription) {
      const problem = filterProblem(subscription);
      if (problem !== undefined) return ending(connection, 'CLIENT_ERROR', problem);
      const limit = MQTT_LIMITS.subscriptionsPerConnection;
      if (!connection.subscriptions.has(subscription.topic) && connection.subscriptions.size >= limit) {
        return ending(connection, 'THROTTLED', `${limit} subscriptions on each connection`);
      }
      return undefined;
    },

    subscribeRefusal(connection, filter) {
      const { allowed, reason } = decide(connection, 'iot:Subscribe', arn('topicfilter', filter));
      return allowed ? undefined : (reason ?? 'iot:Subscribe was refused');
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
