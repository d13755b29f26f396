import { connect, createServer, type Socket } from 'node:net';

/** What was waited for: the answer to a request, to the upgrade to a WebSocket, or to packets of MQTT. */
export type RoundTrip = 'http' | 'upgrade' | 'mqtt';

export interface CountingProxy {
  readonly port: number;
  /** Connections that were opened, each with its handshakes of TCP and, on AWS, of TLS. */
  connections(): number;
  /** What was waited for, one after the other, until the last answer that has come. */
  roundTrips(): readonly RoundTrip[];
  stop(): Promise<void>;
}

/** Milliseconds in each direction: longer than a client or the sandbox takes to answer what it has. */
const LATENCY_MS = 25;

/**
 * Stands between a client and the sandbox, far from both, and counts what has to wait for what: a flight of the client is
 * one deeper than the deepest answer that it has, and an answer as deep as the deepest flight that has come before it.
 */
export async function startCountingProxy(target: number): Promise<CountingProxy> {
  const flights: RoundTrip[] = [];
  const sockets = new Set<Socket>();
  let heard = 0;
  let opened = 0;

  const server = createServer((client) => {
    opened += 1;
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    let isUpgraded = false;
    let asked = 0;
    client.on('data', (chunk) => {
      const depth = heard + 1;
      const isUpgrade = !isUpgraded && /^GET \/mqtt\b/.test(chunk.toString('latin1'));
      flights[depth - 1] ??= isUpgraded ? 'mqtt' : isUpgrade ? 'upgrade' : 'http';
      isUpgraded ||= isUpgrade;
      later(() => {
        asked = Math.max(asked, depth);
        upstream.write(chunk);
      });
    });
    upstream.on('data', (chunk) => {
      const depth = asked;
      later(() => {
        heard = Math.max(heard, depth);
        client.write(chunk);
      });
    });
    client.on('close', () => later(() => upstream.end()));
    upstream.on('close', () => later(() => client.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => opened,
    roundTrips: () => flights.slice(0, heard),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function later(act: () => void): void {
  setTimeout(act, LATENCY_MS);
}
