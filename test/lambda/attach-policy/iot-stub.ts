import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface IotStub {
  readonly url: string;
  /** `METHOD /path` of each request, in the order of arrival. */
  readonly requests: readonly string[];
  /** Connections that were opened, ended ones included. */
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
}

/** Answers one request; `index` counts from 0. */
export type IotAnswer = (response: ServerResponse, index: number, request: IncomingMessage) => void;

/** A local server in the place of AWS IoT, control plane and data plane. */
export async function startIotStub(answer: IotAnswer): Promise<IotStub> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    answer(response, requests.push(`${request.method} ${request.url}`) - 1, request);
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    stop,
  };
}

/** AWS IoT's error: REST-JSON names it in a header. */
export function iotException(response: ServerResponse, status: number, name: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ message: `${name} of the stub` }));
}
