import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Sandbox } from '../../sandbox/sandbox.js';

export interface SeveredLine {
  /** Host and port, in place of the sandbox's. */
  readonly endpoint: string;
  /** Both ends lose their sockets, and nothing gets through any more: as when a tab is killed. */
  sever(): Promise<void>;
  /** Lets through again. */
  mend(): Promise<void>;
}

/** A line to the sandbox that can be cut without a word of MQTT. */
export async function severedLine(sandbox: Sandbox): Promise<SeveredLine> {
  const { hostname, port } = new URL(sandbox.url);
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    endpoint: `${hostname}:${own}`,
    mend: () => new Promise((resolve) => server.listen(own, hostname, resolve)),
    async sever() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
