import type { Connection, Refusal } from '../connection.js';
import type { PacketRules } from '../packet-rules.js';
import type { IotLog } from './iot-log.js';
import { AUTHORIZATION_FAILURE, type LoggedEvent } from './log-entry.js';

/** Rules whose verdicts AWS IoT logs. What goes through while nothing is logged costs one question. */
export function loggedRules(rules: PacketRules, log: Pick<IotLog, 'isOn' | 'write'>): PacketRules {
  const note = (
    connection: Connection,
    eventType: LoggedEvent['eventType'],
    what: Pick<LoggedEvent, 'topicName' | 'clientId' | 'failure'>,
  ) => {
    const { caller, clientId, sourceIp, sourcePort } = connection;
    log.write({ eventType, protocol: 'MQTT', principal: caller.principal, clientId, sourceIp, sourcePort, ...what });
  };

  return {
    connect(connection, packet) {
      const refusal = rules.connect(connection, packet);
      if (log.isOn()) note(connection, 'Connect', { clientId: packet.clientId, ...failureOf(refusal) });
      return refusal;
    },
    publish(connection, message) {
      const refusal = rules.publish(connection, message);
      if (log.isOn()) note(connection, 'Publish-In', { topicName: message.topic, ...failureOf(refusal) });
      return refusal;
    },
    leaveWill(connection, message) {
      const refusal = rules.leaveWill(connection, message);
      if (log.isOn()) note(connection, 'Publish-In', { topicName: message.topic, ...failureOf(refusal) });
      return refusal;
    },
    subscribe(connection, packet) {
      const verdict = rules.subscribe(connection, packet);
      if (!log.isOn()) return verdict;
      for (const [index, { topic: topicName }] of packet.filters.entries()) {
        const refusal = verdict.whole ?? verdict.filters[index];
        note(connection, 'Subscribe', { topicName, ...failureOf(refusal) });
      }
      return verdict;
    },
    mayResume: rules.mayResume,
    mayReceive(connection, topic) {
      const allowed = rules.mayReceive(connection, topic);
      // Beyond the quota of a connection, too, nothing is delivered: it is not told apart here.
      const failure = allowed ? {} : { failure: AUTHORIZATION_FAILURE };
      if (log.isOn()) note(connection, 'Publish-Out', { topicName: topic, ...failure });
      return allowed;
    },
  };
}

/** AWS documents this one reason; the others are those of its lifecycle events. */
function failureOf(refusal: Refusal | undefined): Pick<LoggedEvent, 'failure'> {
  if (refusal === undefined) return {};
  const { reason, explanation } = refusal;
  const isPolicy = reason === 'AUTH_ERROR' || reason === 'FORBIDDEN_ACCESS';
  return { failure: isPolicy ? AUTHORIZATION_FAILURE : { reason, details: explanation } };
}
