import type { Decision } from '../../contract/decision.js';
import { type Connection, recordEnd } from './connection.js';
import { filterProblem, MQTT_LIMITS } from './mqtt-limits.js';
import type { TopicFilter } from './read-packet.js';

/** Judges a SUBSCRIBE as a whole: an error ends the connection; otherwise it is noted which filters are granted. */
export type SubscribeRule = (connection: Connection, filters: readonly TopicFilter[]) => Error | undefined;

/** @param refusedSubscribe whether a refused SUBSCRIBE is answered, or ends the connection */
export function createSubscribeRule(
  maySubscribe: (connection: Connection, filter: string) => Decision,
  refusedSubscribe: 'close' | 'suback',
): SubscribeRule {
  return (connection, filters) => {
    const { filtersPerSubscribe, subscriptionsPerConnection } = MQTT_LIMITS;
    if (filters.length > filtersPerSubscribe) {
      return recordEnd(connection, 'CLIENT_ERROR', `${filtersPerSubscribe} filters in one SUBSCRIBE`);
    }
    const problem = filters.map(filterProblem).find((found) => found !== undefined);
    if (problem !== undefined) return recordEnd(connection, 'CLIENT_ERROR', problem);
    const asked = new Set(filters.map(({ topic }) => topic));
    if (new Set([...connection.subscriptions, ...asked]).size > subscriptionsPerConnection) {
      return recordEnd(connection, 'THROTTLED', `${subscriptionsPerConnection} subscriptions on each connection`);
    }
    const refusals = new Map<string, string>();
    for (const filter of asked) {
      const { allowed, reason = 'iot:Subscribe was refused' } = maySubscribe(connection, filter);
      if (!allowed) refusals.set(filter, reason);
    }
    const [refusal] = refusals.values();
    if (refusal !== undefined && refusedSubscribe === 'close') {
      return recordEnd(connection, 'FORBIDDEN_ACCESS', refusal);
    }
    for (const filter of asked) {
      const isRefused = refusals.has(filter);
      connection.refusedFilters[isRefused ? 'add' : 'delete'](filter);
      if (!isRefused) connection.subscriptions.add(filter);
    }
    return undefined;
  };
}
