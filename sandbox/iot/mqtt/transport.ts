import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { RawData, WebSocket } from 'ws';

/** What carries a connection's bytes. */
export interface Transport {
  /** Sends before long, together with whatever else is sent until then. */
  send(bytes: Buffer): void;
  /** Sends now what is to be sent. @param sent is called when it has left */
  flush(sent?: () => void): void;
  /** How often something was sent. */
  readonly flushes: number;
  /** Bytes that the client has not taken yet. */
  readonly backlog: number;
  /** Closes in good order: what was sent still arrives. */
  close(): void;
  /** Closes at once. */
  destroy(): void;
  listen(listeners: TransportListeners): void;
}

export interface TransportListeners {
  /** Whole or in pieces, one or several packets. */
  readonly bytes: (bytes: Buffer) => void;
  /** What the client did that ends the connection: a text frame, a message that is too large. */
  readonly error: (error: NodeJS.ErrnoException) => void;
  readonly close: () => void;
}

/** Milliseconds that a client has to close in turn. */
const CLOSING_TIME = 1000;

/** @param socket that of the WebSocket */
export function webSocketTransport(webSocket: WebSocket, socket: Duplex): Transport {
  // One packet mostly, which needs no list: what a connection keeps from message to message outlives the garbage.
  let pending: Buffer | undefined;
  let further: Buffer[] | undefined;
  let isPlanned = false;
  let flushes = 0;
  let isGivenUp = false;

  const flush = (sent?: () => void) => {
    isPlanned = false;
    if (pending === undefined || isGivenUp) return sent?.();
    const together = further === undefined ? pending : Buffer.concat([pending, ...further]);
    pending = undefined;
    further = undefined;
    flushes += 1;
    // The client may be gone: then there is nothing to be said.
    if (sent === undefined) webSocket.send(together);
    else webSocket.send(together, () => sent());
  };

  return {
    flush,
    send(bytes) {
      if (pending === undefined) pending = bytes;
      else if (further === undefined) further = [bytes];
      else further.push(bytes);
      if (isPlanned) return;
      isPlanned = true;
      process.nextTick(flush);
    },
    get flushes() {
      return flushes;
    },
    get backlog() {
      return webSocket.bufferedAmount;
    },
    close() {
      flush();
      webSocket.close(1000);
      setTimeout(() => webSocket.terminate(), CLOSING_TIME).unref();
    },
    destroy() {
      isGivenUp = true;
      if (!(socket instanceof TLSSocket)) return webSocket.terminate();
      // TLS says goodbye first, as AWS's does: clients tell that (UNEXPECTED_HANGUP) from a connection that broke.
      socket.end();
      setImmediate(() => webSocket.terminate());
    },
    listen({ bytes, error, close }) {
      webSocket.on('message', (message: RawData, isBinary: boolean) => {
        // One that has been given up still hands over what had come.
        if (isGivenUp || webSocket.readyState !== webSocket.OPEN) return;
        // [MQTT-6.0.0-1]
        if (isBinary) bytes(message as Buffer);
        else error(new Error('MQTT comes in binary frames, not in text'));
      });
      webSocket.on('error', error);
      webSocket.once('close', close);
    },
  };
}
