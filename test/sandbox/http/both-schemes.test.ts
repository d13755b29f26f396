import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type BothSchemesOptions, serveBothSchemes } from '../../../sandbox/http/both-schemes.js';
import { createFailedHandshakes } from '../../../sandbox/service/failed-handshakes.js';
import { openAuthority } from '../../../sandbox/tls/authority.js';
import { createServerCertificate } from '../../../sandbox/tls/server-certificate.js';

const folder = mkdtempSync(join(tmpdir(), 'both-schemes-'));
const certificate = createServerCertificate({ folder, log: () => undefined });
let ca: string;
beforeAll(async () => {
  ca = (await openAuthority(folder, Date.now())).certificate;
});
afterAll(() => rmSync(folder, { recursive: true }));

let server: Server;
let stop: () => Promise<void>;
const handshakes = createFailedHandshakes(Date.now);
const failures = () => handshakes.among([]).map(({ end }) => end);
afterEach(() => stop());

/** A server that answers with its scheme. */
async function place(options: Partial<BothSchemesOptions> = {}) {
  server = createServer((asked, response) => {
    response.end((asked.socket as TLSSocket).encrypted ? 'https' : 'http');
  });
  const end = serveBothSchemes(server, { certificate, handshakes, ...options });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      end();
    });
  return (server.address() as AddressInfo).port;
}

const get = (port: number, options: object = { ca }) =>
  new Promise<string>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, agent: false, ...options }, (response) => {
      void text(response).then(resolve, reject);
    });
    call.on('error', reject).end();
  });
const dripped = async (socket: Socket, bytes: string) => {
  socket.setNoDelay();
  for (const byte of bytes) {
    socket.write(byte);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return text(socket);
};
const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';

describe('one port', () => {
  it('answers http and https, one after the other and at once', async () => {
    const port = await place();
    const plain = async () => (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect([await plain(), await get(port), await plain()]).toEqual(['http', 'https', 'http']);
    const many = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? plain() : get(port)));
    expect(new Set(await Promise.all(many))).toEqual(new Set(['http', 'https']));
  });

  it('reads a request of http, and one within TLS, that comes byte by byte', async () => {
    const port = await place();
    expect(await dripped(connect(port, '127.0.0.1'), REQUEST)).toMatch(/^HTTP\/1.1 200 .*http$/s);
    const socket = connectTls({ port, host: '127.0.0.1', ca });
    await once(socket, 'secureConnect');
    expect(await dripped(socket, REQUEST)).toMatch(/^HTTP\/1.1 200 .*https$/s);
  });

  it('outlives a client that breaks off while its certificate is being made', async () => {
    let make = () => undefined as unknown;
    const slow = new Promise((resolve) => {
      make = () => resolve(undefined);
    });
    const port = await place({ certificate: () => slow.then(certificate) });
    const [accepted] = await Promise.all([
      once(server, 'connection') as Promise<[Socket]>,
      new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(Buffer.from([0x16, 3, 1]), () => setTimeout(() => resolve(void socket.resetAndDestroy()), 50));
        });
      }),
    ]);
    await new Promise((resolve) => accepted[0].once('close', resolve));
    make();
    expect(await get(port)).toBe('https');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s', async (version) => {
    const port = await place();
    expect(await get(port, { ca, minVersion: version, maxVersion: version })).toBe('https');
  });

  it('is localhost, too, and nobody else', async () => {
    const port = await place();
    expect(await get(port, { ca, servername: 'localhost' })).toBe('https');
    await expect(get(port, { ca, servername: 'example.com' })).rejects.toThrow('does not match');
  });

  it('asks for the certificate again each time, and shows another once it is there', async () => {
    const shown: string[] = [];
    const port = await place({
      certificate: () => createServerCertificate({ folder, log: () => undefined })(),
    });
    for (let time = 0; time < 2; time++) {
      const socket = connectTls({ port, host: '127.0.0.1', ca });
      await once(socket, 'secureConnect');
      shown.push(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    }
    expect(new Set(shown).size).toBe(2);
  });

  it('ends a connection that says nothing, or stops in the middle of the handshake', async () => {
    const port = await place({ patience: 50 });
    const silent = connect(port, '127.0.0.1');
    await once(silent, 'close');
    const halfway = connect(port, '127.0.0.1');
    halfway.write(Buffer.from([0x16, 3, 1]));
    await once(halfway, 'close');
    expect(failures()[0]).toMatchObject({ reason: 'ERR_TLS_HANDSHAKE_TIMEOUT' });
  });

  it('stops at once, whatever is open', async () => {
    const port = await place();
    const silent = connect(port, '127.0.0.1');
    const halfway = connect(port, '127.0.0.1');
    halfway.write(Buffer.from([0x16, 3, 1]));
    const secure = connectTls({ port, host: '127.0.0.1', ca });
    await once(secure, 'secureConnect');
    const ends = [silent, halfway, secure].map((socket) => {
      socket.on('error', () => undefined);
      return once(socket, 'close');
    });
    await stop();
    await Promise.all(ends);
    stop = async () => undefined;
  });
});

describe('a handshake that fails is told', () => {
  it.each([
    { client: 'does not trust the authority', leave: (port: number) => get(port, {}).catch(() => undefined) },
    {
      client: 'leaves right after the handshake',
      async leave(port: number) {
        const socket = connectTls({ port, host: '127.0.0.1', ca });
        await once(socket, 'secureConnect');
        // Until the server has all of the handshake, which ends with its session ticket.
        await once(socket, 'session');
        socket.destroy();
      },
    },
  ])('of a client that $client', async ({ leave }) => {
    const port = await place();
    const before = failures().length;
    await leave(port);
    // The server hears of it a moment later.
    while (failures().length === before) await new Promise((resolve) => setImmediate(resolve));
    expect(failures()[0]).toMatchObject({
      reason: expect.stringMatching(/^(ECONNRESET|closed after the handshake)$/),
      explanation: expect.stringContaining('cognito-iot sandbox trust'),
    });
  });

  it('of a client that speaks no TLS that is known', async () => {
    const port = await place();
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5]));
    await once(socket.resume(), 'close');
    expect(failures()[0]?.explanation).toBe('The client and the sandbox did not agree on how to speak TLS.');
  });

  it('of a client that asks for another protocol within TLS', async () => {
    const port = await place();
    await expect(get(port, { ca, ALPNProtocols: ['x-amzn-mqtt-ca'] })).rejects.toThrow();
    expect(failures()[0]).toMatchObject({
      reason: 'no application protocol',
      explanation: expect.stringContaining('/mqtt'),
    });
  });

  it('where there is no certificate, while http goes on', async () => {
    const port = await place({ certificate: () => Promise.reject(new Error('EROFS: read-only file system')) });
    await expect(get(port)).rejects.toThrow();
    expect(failures()[0]).toMatchObject({ reason: 'no certificate', explanation: expect.stringContaining('EROFS') });
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('http');
  });

  it('the last two hundred times', async () => {
    await place();
    for (let time = 0; time < 300; time++) handshakes.add('tls', { reason: `${time}`, explanation: '' });
    expect(failures()).toHaveLength(200);
    expect(failures()[0]?.reason).toBe('299');
  });
});
