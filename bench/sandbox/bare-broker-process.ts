import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';

/** The broker library alone, without anybody who judges: what the sandbox's broker is measured against. */
const aedes = await Aedes.createBroker();
const server = createServer();
const webSockets = new WebSocketServer({ server, handleProtocols: () => 'mqtt' });
webSockets.on('connection', (webSocket) => aedes.handle(createWebSocketStream(webSocket)));
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt` });
});
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
// As the sandbox's process does it, so that both begin with as much garbage.
process.on('message', () => {
  const before = cpuMs();
  for (let times = 0; times < 2; times += 1) globalThis.gc?.();
  process.send?.({ cpuMs: before, cpuAfterMs: cpuMs() });
});
process.on('disconnect', () => process.exit(0));
