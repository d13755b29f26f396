import type { Connection, Refusal } from './connection.js';
import type { SubscribePacket } from './mqtt/packets.js';
import { REASON } from './mqtt/reason-codes.js';
import { filterProblem, MQTT_LIMITS } from './mqtt-limits.js';

/** What is said to a SUBSCRIBE as a whole, or else to each of its filters, in their order. */
export type SubscribeVerdict =
  | { readonly whole: Refusal }
  | { readonly whole: undefined; readonly filters: readonly (Refusal | undefined)[] };

/** Judges a SUBSCRIBE before any of it is granted. */
export type SubscribeRule = (connection: Connection, packet: SubscribePacket) => SubscribeVerdict;

export function createSubscribeRule(
  maySubscribe: (connection: Connection, filter: string) => Refusal | undefined,
): SubscribeRule {
  return (connection, packet) => {
    const whole = wholeProblem(connection, packet);
    if (whole !== undefined) return { whole };
    const problems = packet.filters.map(filterProblem);
    // Nobody is asked about a filter beside one that is none.
    const isAsked = problems.every((problem) => problem === undefined);
    const asked = new Map<string, Refusal | undefined>();
    return {
      whole: undefined,
      filters: packet.filters.map(({ topic }, index) => {
        const problem = problems[index];
        if (problem !== undefined) return { reason: 'CLIENT_ERROR', ...problem };
        if (!isAsked && connection.version !== 5) return undefined;
        if (!asked.has(topic)) asked.set(topic, maySubscribe(connection, topic));
        return asked.get(topic);
      }),
    };
  };
}

function wholeProblem({ session }: Connection, { filters, properties }: SubscribePacket): Refusal | undefined {
  const { filtersPerSubscribe, subscriptionsPerConnection } = MQTT_LIMITS;
  if (filters.length > filtersPerSubscribe) {
    const explanation = `${filtersPerSubscribe} filters in one SUBSCRIBE`;
    return { reason: 'CLIENT_ERROR', explanation, code: REASON.quotaExceeded };
  }
  if (properties.subscriptionIdentifier !== undefined) {
    const explanation = 'AWS IoT has no subscription identifiers';
    return { reason: 'CLIENT_ERROR', explanation, code: REASON.subscriptionIdentifiersNotSupported };
  }
  const twice = filters.find(({ qos }) => qos === 2);
  // "When QoS level 2 is requested, the message broker doesn't send a PUBACK or SUBACK."
  if (twice !== undefined) {
    return { reason: 'CLIENT_ERROR', explanation: 'AWS IoT has no QoS 2', code: REASON.qosNotSupported };
  }
  const known = session?.subscriptions;
  const more = new Set(filters.map(({ topic }) => topic).filter((topic) => !known?.has(topic)));
  if ((known?.size ?? 0) + more.size > subscriptionsPerConnection) {
    const explanation = `${subscriptionsPerConnection} subscriptions on each connection`;
    return { reason: 'THROTTLED', explanation, code: REASON.quotaExceeded };
  }
  return undefined;
}
