import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { FailedHandshakes } from '../service/failed-handshakes.js';
import { explainNoCertificate, explainTlsError, LEFT_AT_ONCE } from './tls-errors.js';

export interface BothSchemesOptions {
  /** Key and certificate chain as PEM, asked for each connection that speaks TLS. */
  readonly certificate: () => Promise<{ readonly key: string; readonly certificate: string }>;
  readonly handshakes: Pick<FailedHandshakes, 'add'>;
  /** Milliseconds until the first byte at most, and then until the handshake is done. @default 60,000 */
  readonly patience?: number;
}

/** Every connection of TLS begins with this byte, and no request of HTTP does. [RFC 8446, 5.1] */
const TLS_HANDSHAKE = 0x16;
/** As long as Node lets the headers of a request take. */
const PATIENCE = 60_000;
/** A client that does not like the certificate goes at once; one that keeps a connection in reserve does not. */
const AT_ONCE = 1000;

/**
 * Lets an HTTP server speak HTTPS as well, on the port that it listens on. What is inside of TLS is one more connection of
 * the same server, so that each route and each upgrade works both ways.
 *
 * @returns ends all connections, those that have said nothing yet, too
 */
export function serveBothSchemes(server: Server, options: BothSchemesOptions): () => void {
  const { certificate, handshakes, patience = PATIENCE } = options;
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection');
  const serve = (socket: Socket) => {
    for (const listener of listeners) listener.call(server, socket);
  };

  const secure = createServer({ ALPNProtocols: ['http/1.1'], handshakeTimeout: patience });
  secure.on('secureConnection', (socket) => {
    tellIfUnused(socket, handshakes);
    serve(socket);
  });
  secure.on('tlsClientError', (error, socket) => {
    handshakes.add('tls', explainTlsError(error));
    socket.destroy();
  });

  let shown: string | undefined;
  const serveTls = async (socket: Socket) => {
    // Nobody else listens until there is a certificate, and an error that nobody hears ends the process.
    socket.on('error', () => socket.destroy());
    const { key, certificate: chain } = await certificate();
    if (socket.destroyed) return;
    if (chain !== shown) secure.setSecureContext({ key, cert: chain });
    shown = chain;
    // As HTTPS has it in Node.
    socket.allowHalfOpen = false;
    secure.emit('connection', socket);
  };

  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    onFirstByte(socket, patience, (first) => {
      if (first !== TLS_HANDSHAKE) return serve(socket);
      serveTls(socket).catch((error: unknown) => {
        handshakes.add('tls', explainNoCertificate(error));
        socket.destroy();
      });
    });
  });
  return () => {
    for (const socket of open) socket.destroy();
  };
}

/** Looks at the first byte, and leaves it for whoever reads the connection then. */
function onFirstByte(socket: Socket, patience: number, take: (first: number) => void): void {
  const end = () => socket.destroy();
  const look = () => {
    const first: Buffer | null = socket.read(1);
    // Readable without a byte: the other side has ended it.
    if (first === null) return end();
    socket.off('error', end).setTimeout(0, end);
    socket.unshift(first);
    take(first[0] ?? 0);
  };
  // A client that leaves before is no fault of ours.
  socket.on('error', end).setTimeout(patience, end).once('readable', look);
}

function tellIfUnused(socket: TLSSocket, handshakes: Pick<FailedHandshakes, 'add'>): void {
  const begun = performance.now();
  socket.once('close', () => {
    if (socket.bytesRead === 0 && performance.now() - begun < AT_ONCE) handshakes.add('tls', LEFT_AT_ONCE);
  });
}
