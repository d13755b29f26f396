import type { IConnackPacket, MqttClient } from 'mqtt';
import { toWire } from './message-properties.js';
import { type MqttSession, PacketRefused } from './mqtt-session.js';
import { createTopicAliases } from './topic-aliases.js';

const DISCONNECT_WITHIN_MS = 1000;

/** What MQTT 5 says of a broker that names no other. */
const RECEIVE_MAXIMUM = 65_535;

/** The session of an MQTT.js client that is connected. */
export function sessionOf(client: MqttClient, { sessionPresent, properties = {} }: IConnackPacket): MqttSession {
  const aliases = createTopicAliases(properties.topicAliasMaximum ?? 0);
  return {
    sessionPresent,
    receiveMaximum: properties.receiveMaximum ?? RECEIVE_MAXIMUM,
    publish: (topic, payload, { qos, retain, properties: ofMessage = {} }) =>
      new Promise((resolve, reject) => {
        // A message at QoS 0 has no answer that would tell whether its alias is known.
        const wire = qos === 0 ? { topic, taken: () => undefined } : aliases.wire(topic);
        const given = toWire(ofMessage, 'topicAlias' in wire ? wire.topicAlias : undefined);
        // MQTT.js asks for a Buffer and takes any Uint8Array.
        client.publish(wire.topic, payload as Buffer, { qos, retain, ...(given && { properties: given }) }, (error) => {
          if (error) return reject(asRefused(error));
          wire.taken();
          resolve();
        });
      }),
    subscribe: (filter, qos) =>
      new Promise((resolve, reject) => {
        client.subscribe(filter, { qos }, (error, _granted, packet) => {
          const refused = packet?.granted.map(Number).find((code) => code >= 0x80);
          // Before MQTT 5 there is the one code, 0x80: AWS documents it for its quotas, other brokers mean a policy.
          const isCode = client.options.protocolVersion === 5;
          if (refused !== undefined) reject(new PacketRefused(isCode ? refused : undefined));
          else if (packet !== undefined) resolve();
          else if (error) reject(error);
        });
      }),
    unsubscribe: (filter) =>
      new Promise((resolve, reject) => {
        client.unsubscribe(filter, (error) => (error ? reject(error) : resolve()));
      }),
    close: () =>
      new Promise((resolve) => {
        if (!client.connected) return resolve();
        // MQTT.js waits for acknowledgements that may never come.
        const timer = setTimeout(() => client.stream.destroy(), DISCONNECT_WITHIN_MS);
        client.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        client.end();
      }),
  };
}

/** The errors of MQTT.js for a PUBACK that says no have its code; those of a connection that ends have none. */
function asRefused(error: Error & { readonly code?: unknown }): Error {
  return typeof error.code === 'number' ? new PacketRefused(error.code) : error;
}
