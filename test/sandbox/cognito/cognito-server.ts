import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AwsError } from '../../../sandbox/base/errors.js';

type Operations = Readonly<Record<string, (input: unknown) => Promise<object>>>;

export interface RunningServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Serves operations as AWS's JSON 1.1 protocol does, so that the real SDK clients can drive them. */
export async function serveOperations(operations: Operations): Promise<RunningServer> {
  const server = createServer(async (request, response) => {
    const name = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const answer = await Promise.resolve(text(request))
      .then((body) => operations[name]?.(JSON.parse(body)))
      .then((result) => ({ status: 200, body: result }))
      .catch((error: AwsError) => ({
        status: error.status ?? 500,
        body: { __type: error.code, message: error.message },
      }));
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
