import type { Client } from './client.js';
import { type Refusal, recordRefusal } from './connection.js';
import { expiryOf, type Message } from './mqtt/message.js';
import type { MessageProperties, Properties, PublishPacket } from './mqtt/packets.js';
import { REASON } from './mqtt/reason-codes.js';
import { puback } from './mqtt/write-packet.js';
import { MQTT_LIMITS } from './mqtt-limits.js';

/** What is published, in a packet of its own or as a will. */
type Published = Pick<PublishPacket, 'topic' | 'payload' | 'qos' | 'retain' | 'properties'>;

/** Passes a message on, or refuses it as the version does. */
export function handlePublish(client: Client, given: PublishPacket): void {
  const { connection, transport, parts } = client;
  if (given.qos === 1 && !mayAcknowledge(client)) return void client.end(TOO_MANY_UNACKNOWLEDGED);
  const packet = given.properties.topicAlias === undefined ? given : withTopic(client, given);
  if ('code' in packet) return void client.end(packet);
  if (packet.topic === '' && connection.version === 5) return void client.end(NO_TOPIC);
  const refusal = parts.rules.publish(connection, packet);
  if (refusal !== undefined) return void refusePublish(client, packet, refusal);
  if (packet.qos === 1) transport.send(puback(packet.packetId));
  parts.dispatch(messageOf(packet, connection.clientId, parts.clock.now()));
  parts.onMessage(packet.topic, packet.payload);
}

export function messageOf(published: Published, from: string | undefined, now: number): Message {
  const { topic, payload, qos, retain, properties } = published;
  return {
    topic,
    payload,
    qos: qos === 1 ? 1 : 0,
    retain,
    properties: passedOn(properties),
    expiresAt: expiryOf(properties, now),
    from,
  };
}

/** What the receivers get of a message's properties: without the alias, which is the publisher's own. */
function passedOn(properties: Properties): MessageProperties {
  if (properties.topicAlias === undefined) return properties;
  const { topicAlias: _, ...rest } = properties;
  return rest;
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt5-topic-alias */
function withTopic({ aliases }: Client, packet: PublishPacket): PublishPacket | Refusal {
  const { topicAlias = 0 } = packet.properties;
  // [MQTT-3.3.2-8], [MQTT-3.3.2-9]
  if (topicAlias === 0 || topicAlias > MQTT_LIMITS.topicAliases) {
    const explanation = `topic aliases are 1 to ${MQTT_LIMITS.topicAliases}`;
    return { reason: 'CLIENT_ERROR', explanation, code: REASON.topicAliasInvalid };
  }
  if (packet.topic !== '') {
    aliases.set(topicAlias, packet.topic);
    return packet;
  }
  const topic = aliases.get(topicAlias);
  if (topic !== undefined) return { ...packet, topic };
  const explanation = `no topic was given for the alias ${topicAlias}`;
  return { reason: 'CLIENT_ERROR', explanation, code: REASON.protocolError };
}

const NO_TOPIC: Refusal = {
  reason: 'CLIENT_ERROR',
  explanation: 'a topic is not empty where no alias stands for it',
  code: REASON.protocolError,
};

const TOO_MANY_UNACKNOWLEDGED: Refusal = {
  reason: 'THROTTLED',
  explanation: `${MQTT_LIMITS.unacknowledged} messages of QoS 1 before the first PUBACK`,
  code: REASON.receiveMaximumExceeded,
};

/** Only MQTT 5 has a limit to messages whose PUBACK has not left; before it, the quota of each second holds alone. */
function mayAcknowledge({ connection, transport, pubacks }: Client): boolean {
  if (pubacks.flushes !== transport.flushes) {
    pubacks.flushes = transport.flushes;
    pubacks.count = 0;
  }
  pubacks.count += 1;
  return connection.version !== 5 || pubacks.count <= MQTT_LIMITS.unacknowledged;
}

/** What AWS lists for PUBACK. */
const PUBACK_CODES: readonly number[] = [REASON.notAuthorized, REASON.topicNameInvalid, REASON.quotaExceeded];

/**
 * MQTT 5 answers a message of QoS 1 and stays connected; whether AWS then closes as well is not documented, and the
 * standard has no consequence for other packets. In all other cases there is no answer, and the connection ends.
 */
function refusePublish(client: Client, { qos, packetId }: PublishPacket, refusal: Refusal): void {
  const { connection, transport } = client;
  if (connection.version !== 5 || qos !== 1 || !PUBACK_CODES.includes(refusal.code)) return void client.end(refusal);
  recordRefusal(connection, 'PUBLISH', refusal);
  transport.send(puback(packetId, refusal.code));
}
