import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';
import type { Connection, Refusal } from './connection.js';
import { Outbox } from './mqtt/outbox.js';
import type { ConnectPacket } from './mqtt/packets.js';
import { REASON } from './mqtt/reason-codes.js';
import type { Session } from './mqtt/session.js';
import { LONGEST_SESSION_EXPIRY } from './mqtt/sessions.js';
import { connack } from './mqtt/write-packet.js';
import { effectiveKeepAlive, filterCovers, MQTT_LIMITS } from './mqtt-limits.js';

/** Lets a client in, or answers as its version does: MQTT 3.1.1 gets no CONNACK from AWS where it is refused. */
export function answerConnect(client: Client, given: ConnectPacket): void {
  const { connection, parts } = client;
  const { version } = given;
  const isAssigned = version === 5 && given.clientId === '';
  const packet = isAssigned ? { ...given, clientId: randomUUID() } : given;
  connection.version = version;
  connection.keepAlive = effectiveKeepAlive(packet.keepAlive);
  const refusal = parts.rules.connect(connection, packet);
  if (refusal !== undefined) return void refuse(client, packet, refusal);

  const { clientId, clean, will } = packet;
  parts.register.connected(clientId)?.end({
    reason: 'DUPLICATE_CLIENTID',
    explanation: 'another connection took the client ID',
    code: REASON.sessionTakenOver,
  });
  const expiry = sessionExpiry(packet);
  const { session, isResumed } = parts.sessions.open({ clientId, version, clean, expiry });
  const outbox = outboxOf(client, packet, session);
  session.receiver = outbox;
  connection.session = session;
  connection.cleanSession = expiry === 0;
  connection.connectedAt = parts.clock.now();
  client.transport.send(answer(packet, connection, { isResumed, isAssigned, expiry }));
  client.begin({ clientId, session, outbox, will });
  parts.onPresence({ kind: 'connected', clientId, connection });
  if (!isResumed) return;
  resume(client, session);
  outbox.resume();
}

function refuse(client: Client, { version }: ConnectPacket, refusal: Refusal): void {
  if (version === 5) client.transport.send(connack(false, refusal.code, 'none'));
  client.end(refusal);
}

function sessionExpiry({ version, clean, properties }: ConnectPacket): number {
  if (version < 5) return clean ? 0 : LONGEST_SESSION_EXPIRY;
  return Math.min(LONGEST_SESSION_EXPIRY, properties.sessionExpiryInterval ?? 0);
}

function outboxOf(client: Client, { version, properties }: ConnectPacket, session: Session): Outbox {
  const { connection, transport, parts } = client;
  return new Outbox({
    session,
    transport,
    version,
    clock: parts.clock,
    receiveMaximum: Math.min(MQTT_LIMITS.unacknowledged, properties.receiveMaximum ?? MQTT_LIMITS.unacknowledged),
    maximumPacketSize: properties.maximumPacketSize ?? Number.POSITIVE_INFINITY,
    mayReceive(topic) {
      if (parts.rules.mayReceive(connection, topic)) return true;
      parts.messages.withheld(session.clientId);
      return false;
    },
    delivered() {
      connection.delivered += 1;
      parts.messages.sent(session.clientId);
    },
    failed: (error) => client.fail('delivery', error),
  });
}

function answer(
  { version, clientId }: ConnectPacket,
  { keepAlive = 0 }: Connection,
  { isResumed, isAssigned, expiry }: { isResumed: boolean; isAssigned: boolean; expiry: number },
): Buffer {
  // MQTT 3.1 has no session present.
  if (version < 5) return connack(isResumed && version === 4, 0);
  return connack(isResumed, REASON.success, {
    sessionExpiryInterval: expiry,
    ...(isAssigned ? { assignedClientIdentifier: clientId } : {}),
    serverKeepAlive: keepAlive,
    receiveMaximum: MQTT_LIMITS.unacknowledged,
    topicAliasMaximum: MQTT_LIMITS.topicAliases,
    maximumQos: 1,
    retainAvailable: true,
    maximumPacketSize: MQTT_LIMITS.packetBytes,
    wildcardSubscriptionAvailable: true,
    subscriptionIdentifiersAvailable: false,
    // AWS has them, this sandbox has not.
    sharedSubscriptionAvailable: false,
  });
}

/**
 * A persistent session takes up again what is still allowed, and no more. Whoever resumes it may be another identity than
 * whoever began it: what came for a subscription that is not theirs to have is not theirs to get.
 */
function resume({ connection, parts }: Client, session: Session): void {
  const refused: string[] = [];
  for (const { filter, qos } of [...session.subscriptions.values()]) {
    if (parts.rules.mayResume(connection, { topic: filter, qos })) continue;
    parts.sessions.unsubscribe(session, filter);
    refused.push(filter);
  }
  if (refused.length === 0) return;
  const left = [...session.subscriptions.keys()];
  const covered = (filters: readonly string[], topic: string) => filters.some((filter) => filterCovers(filter, topic));
  session.forgetWaiting((topic) => covered(refused, topic) && !covered(left, topic));
}
