import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

/** How the upgrade to a WebSocket was answered. */
export interface UpgradeAnswer {
  readonly status: number;
  /** The header `x-amzn-errortype`. */
  readonly errorType: string | null;
  readonly body: string;
}

/** Asks for a WebSocket at this URL and leaves again, whatever the answer is. @param protocol '' asks for none */
export function upgrade(url: string, protocol = 'mqtt'): Promise<UpgradeAnswer> {
  const request = url.startsWith('wss:') ? tlsRequest : plainRequest;
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    ...(protocol !== '' && { 'sec-websocket-protocol': protocol }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url.replace(/^ws/, 'http'), { headers, timeout: PATIENCE_MS });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(answerOf(response, ''));
    });
    asked.on('response', (response) => {
      text(response).then((body) => resolve(answerOf(response, body)), reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer to the upgrade within ${PATIENCE_MS} ms`)));
    asked.on('error', reject);
    asked.end();
  });
}

const PATIENCE_MS = 10_000;

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: string): UpgradeAnswer {
  return { status: statusCode, errorType: (headers['x-amzn-errortype'] as string | undefined) ?? null, body };
}
