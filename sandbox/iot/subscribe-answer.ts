import type { Client, LetIn } from './client.js';
import { type Refusal, recordRefusal } from './connection.js';
import { isExpired } from './mqtt/message.js';
import type { SubscribePacket, TopicFilter, UnsubscribePacket } from './mqtt/packets.js';
import { FIRST_REFUSAL, REASON } from './mqtt/reason-codes.js';
import { suback, unsuback } from './mqtt/write-packet.js';

/** Grants what may be granted of a SUBSCRIBE, or refuses it as the version does. */
export function handleSubscribe(client: Client, { session, clientId }: LetIn, packet: SubscribePacket): void {
  const { connection, transport, parts } = client;
  const verdict = parts.rules.subscribe(connection, packet);
  if (verdict.whole !== undefined) return void client.end(verdict.whole);
  const refusals = verdict.filters;
  const version = connection.version ?? 4;
  const ending = version === 5 ? undefined : endOf(refusals, parts.refusedSubscribe);
  if (ending !== undefined) return void client.end(ending);

  const granted: (TopicFilter & { readonly isNew: boolean })[] = [];
  const codes = packet.filters.map((filter, index) => {
    const refusal = refusals[index];
    const { topic, noLocal, retainAsPublished } = filter;
    if (refusal !== undefined) {
      recordRefusal(connection, 'SUBSCRIBE', refusal);
      return version === 5 ? refusal.code : FIRST_REFUSAL;
    }
    const qos = filter.qos === 1 ? 1 : 0;
    granted.push({ ...filter, isNew: !session.subscriptions.has(topic) });
    parts.sessions.subscribe({ session, filter: topic, qos, noLocal, retainAsPublished });
    return qos;
  });
  transport.send(suback(version, packet.packetId, codes));
  if (granted.length === 0) return;
  parts.onPresence({ kind: 'subscribed', clientId, connection, topics: granted.map(({ topic }) => topic) });
  for (const filter of granted) greet(client, filter);
}

/** What of a SUBSCRIBE ends a connection of MQTT 3.1.1: its own mistakes before what the policies refuse. */
function endOf(refusals: readonly (Refusal | undefined)[], refusedSubscribe: 'close' | 'suback'): Refusal | undefined {
  const mistake = refusals.find((refusal) => refusal?.reason === 'CLIENT_ERROR');
  if (mistake !== undefined || refusedSubscribe === 'suback') return mistake;
  return refusals.find((refusal) => refusal !== undefined);
}

/**
 * A retained message greets who subscribes to exactly its topic: no topic looks like a wildcard.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-retain-using
 */
function greet({ letIn, parts }: Client, filter: TopicFilter & { readonly isNew: boolean }): void {
  const { topic, qos, retainHandling, isNew } = filter;
  if (retainHandling === 2 || (retainHandling === 1 && !isNew)) return;
  const message = parts.retained.get(topic)?.message;
  if (message === undefined || isExpired(message, parts.clock.now())) return;
  letIn?.outbox.deliver({ message, qos: message.qos === 1 && qos === 1 ? 1 : 0, retain: true });
}

export function handleUnsubscribe(client: Client, { session, clientId }: LetIn, packet: UnsubscribePacket): void {
  const { connection, transport, parts } = client;
  const topics: string[] = [];
  const codes = packet.filters.map((filter) => {
    if (!parts.sessions.unsubscribe(session, filter)) return REASON.noSubscriptionExisted;
    topics.push(filter);
    return REASON.success;
  });
  transport.send(unsuback(connection.version ?? 4, packet.packetId, codes));
  if (topics.length > 0) parts.onPresence({ kind: 'unsubscribed', clientId, connection, topics });
}
