import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createFaults } from '../../sandbox/base/faults.js';
import { createSigV4Verifier } from '../../sandbox/iam/sigv4.js';
import { serveMqtt } from '../../sandbox/iot/mqtt-server.js';
import { createFailedHandshakes } from '../../sandbox/service/failed-handshakes.js';
import { principal } from '../sandbox/iam/signing.js';
import type { Signing } from './sign-by-hand.js';

/** What the sandbox answers to an upgrade, and what it tells about it under `/_sandbox/connections`. */
export interface Verdict {
  readonly status: number;
  readonly reason?: string;
  readonly explanation?: string;
}

/** What the sandbox knows that judges. */
export interface Judge extends Pick<Signing, 'accessKeyId' | 'secretAccessKey' | 'region'> {
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The door of the sandbox's broker, at a time and with credentials of one's own. */
export async function verdictOn(url: string, { now, region, ...credentials }: Judge): Promise<Verdict> {
  const clock = { now: () => now, moved: () => 0, at: () => () => undefined };
  const issued = { principal, credentials: { ...credentials, expiration: now + 3_600_000 } };
  const store = {
    issue: () => issued.credentials,
    find: (key: string) => (key === credentials.accessKeyId ? issued : undefined),
  };
  const verifier = createSigV4Verifier(store, clock);
  const handshakes = createFailedHandshakes(clock.now);
  const server = createServer();
  serveMqtt({
    onUpgrade: (upgrade) => void server.on('upgrade', upgrade),
    broker: { accept: (transport) => transport.destroy() },
    verifier,
    region,
    now: clock.now,
    faults: createFaults(),
    handshakes,
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const status = await statusOfUpgrade(url, (server.address() as AddressInfo).port);
    const [failed] = handshakes.among([]);
    return { status, ...failed?.end };
  } finally {
    server.close();
  }
}

/** Sends the URL as it is, to that port, as if its host were there. */
async function statusOfUpgrade(url: string, port: number): Promise<number> {
  const [, host, target] = /^wss:\/\/([^/]+)(\/.*)$/.exec(url) ?? [];
  const lines = [
    `GET ${target} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Sec-WebSocket-Protocol: mqtt',
  ];
  const socket = connect(port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [head] = await once(socket, 'data');
  socket.destroy();
  return Number(String(head).split(' ')[1]);
}
