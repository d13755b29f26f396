import type { PresenceEvent } from '../presence.js';
import type { IotLog } from './iot-log.js';
import type { LoggedEvent } from './log-entry.js';

/** Logs what the rules do not hear of: ends of connections and of subscriptions. */
export function logPresence(event: PresenceEvent, log: Pick<IotLog, 'isOn' | 'write'>): void {
  if (!log.isOn()) return;
  const { clientId, connection } = event;
  const { caller, sourceIp, sourcePort } = connection;
  const common = { protocol: 'MQTT', principal: caller.principal, clientId, sourceIp, sourcePort } as const;
  const write = (eventType: LoggedEvent['eventType'], what: Pick<LoggedEvent, 'topicName' | 'disconnectReason'>) =>
    log.write({ eventType, ...common, ...what });
  if (event.kind === 'disconnected') write('Disconnect', { disconnectReason: connection.end?.reason ?? 'UNKNOWN' });
  if (event.kind === 'unsubscribed') for (const topicName of event.topics) write('Unsubscribe', { topicName });
}
