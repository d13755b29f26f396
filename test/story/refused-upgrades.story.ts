import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { WebSocket } from 'ws';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

let sandbox: Sandbox;
let ada: SignedInUser;
beforeAll(async () => {
  sandbox = await runningSandbox();
  ada = await signedInUser(sandbox);
}, 30_000);
afterAll(() => sandbox.stop());

interface Upgrade {
  readonly service?: string;
  readonly region?: string;
  /** Seconds that the client's clock is ahead. */
  readonly ahead?: number;
  readonly path?: string;
  readonly protocol?: string;
  readonly change?: (url: URL) => void;
}

/** @returns the status of the refusal */
async function upgrade(asked: Upgrade): Promise<number> {
  const socket = new WebSocket(await signedUrl(asked), asked.protocol ?? 'mqtt');
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('let in')));
    socket.on('error', () => undefined);
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
  });
}

async function signedUrl({ service = 'iotdevicegateway', region, ahead = 0, path = '/mqtt', change }: Upgrade) {
  const { host } = new URL(sandbox.url);
  const { sessionToken, ...credentials } = ada.credentials;
  const signingRegion = region ?? sandbox.outputs.Region ?? '';
  const signer = new SignatureV4({ credentials, region: signingRegion, service, sha256: Sha256 });
  const request = new HttpRequest({ method: 'GET', path, headers: { host } });
  const signingDate = new Date(sandbox.clock.now() + ahead * 1000);
  const { query } = await signer.presign(request, { expiresIn: 300, signingDate });
  const signed = { ...(query as Record<string, string>), 'X-Amz-Security-Token': sessionToken };
  const url = new URL(`ws://${host}${path}?${new URLSearchParams(signed)}`);
  change?.(url);
  return url;
}

const refused: (Upgrade & { title: string; status: number; reason: string; says: RegExp })[] = [
  {
    title: 'without a signature',
    change: (url) => {
      url.search = '';
    },
    status: 403,
    reason: 'MissingAuthenticationTokenException',
    says: /presigned URL/,
  },
  {
    title: 'with a signature that does not fit',
    change: (url) => url.searchParams.set('X-Amz-Signature', '0'.repeat(64)),
    status: 403,
    reason: 'InvalidSignatureException',
    says: /does not match.*host with its port/s,
  },
  {
    title: 'for another service',
    service: 'iotdata',
    status: 403,
    reason: 'InvalidSignatureException',
    says: /Sign for iotdevicegateway/,
  },
  {
    title: 'for another Region',
    region: 'eu-central-1',
    status: 403,
    reason: 'InvalidSignatureException',
    says: /Region/,
  },
  {
    title: 'signed long ago',
    ahead: -3600,
    status: 403,
    reason: 'InvalidSignatureException',
    says: /expired.*Sign a new URL/,
  },
  {
    title: 'by a clock that is ahead',
    ahead: 3600,
    status: 403,
    reason: 'InvalidSignatureException',
    says: /clock is ahead/,
  },
  {
    title: 'with credentials of nobody',
    change: (url) =>
      url.searchParams.set(
        'X-Amz-Credential',
        url.searchParams.get('X-Amz-Credential')?.replace(/^\w+/, 'ASIANOBODY') ?? '',
      ),
    status: 403,
    reason: 'UnrecognizedClientException',
    says: /did not issue these credentials/,
  },
  { title: 'at another path', path: '/mqtt/', status: 404, reason: '404 Not Found', says: /at \/mqtt alone/ },
  {
    title: 'with another sub-protocol',
    protocol: 'soap',
    status: 400,
    reason: '400 Bad Request',
    says: /sub-protocol soap/,
  },
];

describe('/_sandbox/connections, of an upgrade', () => {
  it.each(refused)('$title', async ({ title: _, status, reason, says, ...asked }) => {
    expect(await upgrade(asked)).toBe(status);
    const [last] = sandbox.views.connections();
    expect(last).toMatchObject({ handshake: 'websocket', endedAt: expect.any(String), end: { reason } });
    expect(last?.end?.explanation).toMatch(says);
    // Neither the canonical request, nor what was signed with.
    expect(last?.end?.explanation).not.toMatch(/X-Amz-Credential|\n/);
    expect(last?.end?.explanation).not.toContain(ada.credentials.sessionToken);
  });

  it('of an old kind', async () => {
    const { port, pathname, search } = await signedUrl({});
    const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '7' };
    const more = { 'sec-websocket-protocol': 'mqtt', 'sec-websocket-key': Buffer.alloc(16).toString('base64') };
    const asked = get({ host: '127.0.0.1', port, path: pathname + search, headers: { ...headers, ...more } });
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(400);
    expect(sandbox.views.connections()[0]).toMatchObject({
      handshake: 'websocket',
      end: { explanation: expect.stringMatching(/RFC 6455.*Sec-WebSocket-Version/) },
    });
  });

  it('with credentials that have ended', async () => {
    sandbox.clock.advance(3_700_000);
    expect(await upgrade({})).toBe(403);
    expect(sandbox.views.connections()[0]).toMatchObject({
      end: { reason: 'ExpiredTokenException', explanation: expect.stringContaining('get new ones') },
    });
  });
});
