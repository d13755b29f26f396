import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { IoTClient, ListPoliciesCommand } from '@aws-sdk/client-iot';
import type { StepResult } from '../../journey/journey.js';
import { certificateAuthority } from '../../sandbox/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';

const caFolder = join(mkdtempSync(join(tmpdir(), 'tls-story-')), 'cognito-iot');
const run = promisify(execFile);
let sandbox: Sandbox;
let secureUrl: string;
beforeAll(async () => {
  sandbox = await runningSandbox({ caFolder });
  secureUrl = sandbox.url.replace('http:', 'https:');
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(join(caFolder, '..'), { recursive: true });
});

const walk = async (environment: NodeJS.ProcessEnv) => {
  const script = join(import.meta.dirname, 'walk-over-tls.ts');
  const args = ['--import', 'tsx', script, secureUrl, JSON.stringify(sandbox.outputs)];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, ...environment } });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as StepResult]));
};

describe('TLS on the port of the sandbox', () => {
  it('makes no authority as long as nobody asks for it', async () => {
    expect((await fetch(sandbox.url)).status).toBeLessThan(500);
    expect(() => readdirSync(caFolder)).toThrow('ENOENT');
  });

  it('lets the whole journey go by https and wss, with NODE_EXTRA_CA_CERTS alone', async () => {
    const { caFile } = await certificateAuthority(caFolder);
    const steps = await walk({ NODE_EXTRA_CA_CERTS: caFile });
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(steps.length).toBeGreaterThan(15);
  });

  it('refuses nothing to whoever does not trust it, and says what happened and what to do', async () => {
    const steps = await walk({ NODE_EXTRA_CA_CERTS: '' });
    expect(steps[0]).toMatchObject({ step: 'sign-up', ok: false });
    expect(sandbox.views.connections()[0]).toMatchObject({
      handshake: 'tls',
      endedAt: expect.any(String),
      end: { explanation: expect.stringContaining('cognito-iot sandbox trust') },
    });
  });

  it('serves an AWS SDK whose agent has the authority, while another goes on by http', async () => {
    const { caFile } = await certificateAuthority(caFolder);
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator();
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    const region = sandbox.outputs.Region ?? '';
    const requestHandler = { httpsAgent: new Agent({ ca: readFileSync(caFile) }) };
    const clients = [
      new IoTClient({ region, endpoint: secureUrl, credentials, requestHandler }),
      new IoTClient({ region, endpoint: sandbox.url, credentials }),
    ];
    const [secure, plain] = await Promise.all(clients.map((client) => client.send(new ListPoliciesCommand({}))));
    expect(secure?.policies).toEqual(plain?.policies);
  });

  it('shows the key of the authority in no answer', async () => {
    const [, key = ''] = readFileSync(join(caFolder, 'authority-key.pem'), 'utf8').split('\n');
    const index = (await (await fetch(`${sandbox.url}/_sandbox/`)).json()) as Record<string, string>;
    const paths = Object.keys(index).flatMap((request) => (request.startsWith('GET ') ? [request.slice(4)] : []));
    const answers = await Promise.all(paths.map((path) => textOf(sandbox.url + path)));
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.filter((answer) => answer.includes(key) || answer.includes('PRIVATE'))).toEqual([]);
  });
});

/** Of a stream, which has no end, what it begins with: all that there is. */
async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return Buffer.from(value ?? []).toString();
}

describe('a sandbox whose authority cannot be kept', () => {
  it('starts, serves http, and says why it does not serve https', async () => {
    const file = join(caFolder, '..', 'file');
    writeFileSync(file, '');
    const lines: string[] = [];
    const other = await runningSandbox({ caFolder: join(file, 'x'), onLogLine: (line) => lines.push(line) });
    try {
      await expect(fetch(other.url.replace('http:', 'https:'))).rejects.toThrow();
      expect((await fetch(`${other.url}/_sandbox/outputs`)).status).toBe(200);
      const end = { reason: 'no certificate', explanation: expect.stringContaining('ENOTDIR') };
      expect(other.views.connections()).toMatchObject([{ handshake: 'tls', end }]);
      expect(lines).toEqual([expect.stringContaining('plain HTTP alone')]);
    } finally {
      await other.stop();
    }
  });
});
