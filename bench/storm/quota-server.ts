import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../sandbox/base/clock.js';
import type { AwsError } from '../../sandbox/base/errors.js';
import { createOperationGuard } from '../../sandbox/service/operation-guard.js';

/** AWS IoT's AttachPolicy with the sandbox's quota, on any clock. */
export interface QuotaServer {
  readonly url: string;
  /** Identity to the time when it was attached, milliseconds. */
  readonly attachedAt: ReadonlyMap<string, number>;
  /** Requests, refused ones included. */
  attempts(): number;
  stop(): void;
}

const operation = 'iot:AttachPolicy';

export async function startQuotaServer(clock: Clock, perSecond: number): Promise<QuotaServer> {
  const guard = createOperationGuard({ clock, quotas: { [operation]: perSecond } });
  const attachedAt = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      await guard.enter(operation);
      const { target } = JSON.parse(Buffer.concat(chunks).toString()) as { target: string };
      if (!attachedAt.has(target)) attachedAt.set(target, clock.now());
      response.end();
    } catch (error) {
      const { code, message, status } = error as AwsError;
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
      response.end(JSON.stringify({ message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    attachedAt,
    attempts: () => guard.counts()[operation]?.calls ?? 0,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
