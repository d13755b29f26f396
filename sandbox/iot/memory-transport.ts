import type { Transport, TransportListeners } from './mqtt/transport.js';

/** The client's end of a connection that goes over no network. */
export interface ClientEnd {
  readonly transport: Transport;
  send(bytes: Buffer): void;
  /** As when a socket closes. */
  close(): void;
}

export interface ClientListeners {
  readonly bytes: (bytes: Buffer) => void;
  readonly close: () => void;
}

/** What is sent arrives later, as over a network: nobody is called back while he still sends. */
export function memoryTransport(client: ClientListeners): ClientEnd {
  let server: TransportListeners | undefined;
  let isClosed = false;
  let flushes = 0;
  const later = (work: () => void) => void setImmediate(work);
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    later(() => {
      client.close();
      server?.close();
    });
  };
  return {
    send: (bytes) => later(() => !isClosed && server?.bytes(bytes)),
    close,
    transport: {
      send(bytes) {
        flushes += 1;
        if (!isClosed) later(() => client.bytes(bytes));
      },
      flush: (sent) => sent !== undefined && later(sent),
      get flushes() {
        return flushes;
      },
      backlog: 0,
      close,
      destroy: close,
      listen(listeners) {
        server = listeners;
      },
    },
  };
}
