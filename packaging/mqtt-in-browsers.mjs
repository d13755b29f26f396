import client from 'mqtt/lib/client';
import { browserStreamBuilder } from 'mqtt/lib/connect/ws';

const { default: MqttClient } = client;

/** What the client needs of MQTT.js: its client over a browser's WebSocket, without the transports of Node and of others. */
export default {
  connect(url, given) {
    const { protocol, hostname, port } = new URL(url);
    // One object for both, as in MQTT.js's own `connect`: each fills in what the other reads.
    const options = { ...given, protocol: protocol.replace(':', ''), hostname, ...(port && { port: Number(port) }) };
    return new MqttClient((client) => browserStreamBuilder(client, options), options);
  },
};
