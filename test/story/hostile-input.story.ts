import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import type { AwsCredentials } from '../../journey/traveller.js';
import { rawClient } from '../sandbox/iot/raw-packets.js';
import { seededRandom } from '../support/seeded-random.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';
import { decentConnect, decentPacket } from './decent-packets.js';
import { mangled, packets } from './hostile-packets.js';
import { packets5 } from './hostile-packets-5.js';
import { mangledForm, mangledRequest } from './hostile-requests.js';

/** Each round sends the same as the last time; another seed sends something else. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_124);
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 150);
const FRAMES = Number(process.env.FUZZ_FRAMES ?? 50_000);

describe('hostile input', () => {
  let child: ChildProcess;
  let url: string;
  const errors: string[] = [];
  /** Some of it may begin like TLS. */
  const caFolder = mkdtempSync(join(tmpdir(), 'hostile-input-'));

  beforeAll(async () => {
    const repository = join(__dirname, '../..');
    const args = ['--assembly', sharedAssemblyFolder(), '--port', '0', '--no-page', '--json', '--ca-folder', caFolder];
    child = spawn(process.execPath, ['--no-deprecation', '--import', 'tsx', 'cli/start.ts', ...args], {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    for await (const line of lines) {
      const { step, detail } = JSON.parse(line) as { step: string; detail: { url: string } };
      if (step === 'boot') url = detail.url;
      if (step === 'boot') break;
    }
    child.stdout?.resume();
  });
  afterAll(async () => {
    if (child.exitCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    rmSync(caFolder, { recursive: true });
  });

  /** Fails with what the process said if it does not serve any more, or if it met a fault of its own. */
  async function expectUnharmed() {
    const response = await fetch(`${url}/_sandbox/outputs`).catch(() => undefined);
    expect({ seed: SEED, status: response?.status, exit: child.exitCode, errors: errors.join('') }).toEqual({
      seed: SEED,
      status: 200,
      exit: null,
      errors: '',
    });
  }

  it('in MQTT packets of two versions, malformed and in the wrong order, harms nobody', async () => {
    const random = seededRandom(SEED);
    const address = await presignedUrl(url);
    let [sent, round] = [0, 0];
    const oneConnection = async () => {
      round += 1;
      const number = round;
      const version = random.pick([4, 5] as const);
      const hostile = () => random.pick(version === 5 ? packets5(random, number) : packets(random, number));
      // Mostly what is taken: a connection that ends with its first packet shows little.
      const some = () => (random.below(12) === 0 ? hostile() : decentPacket(random, version));
      const client = await rawClient(address);
      const clientId = random.pick([`c${number}`, `c${number}`, `c${number % 50}`]);
      client.send(random.below(8) === 0 ? hostile() : decentConnect(random, version, clientId));
      await Promise.race([client.connack(), client.closed]);
      for (let burst = 0; burst < 4; burst++) {
        const count = 1 + random.below(12);
        for (let index = 0; index < count; index++)
          client.send(random.below(20) === 0 ? mangled(random, some()) : some());
        sent += count;
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (random.below(3) === 0) client.send(`text ${number}`);
      client.end();
      await client.closed;
    };
    while (sent < FRAMES) await Promise.all(Array.from({ length: 16 }, oneConnection));
    await expectUnharmed();
  }, 120_000);

  it('leaves a sandbox in which others find their way', async () => {
    const outputs = (await (await fetch(`${url}/_sandbox/outputs`)).json()) as Record<string, string>;
    const failed: StepResult[] = [];
    await walkJourney(sandboxTarget({ url, outputs }), (result) => void (result.ok || failed.push(result)));
    expect(failed).toEqual([]);
  }, 60_000);

  it('in HTTP requests, to every service, harms nobody', async () => {
    const random = seededRandom(SEED + 1);
    for (let round = 0; round < ROUNDS; round++)
      await sendRaw(url, random.below(4) === 0 ? mangledForm(random) : mangledRequest(random));
    await expectUnharmed();
  });
});

/** Signed for MQTT by the operator, who may do everything: so the packets get through to the broker. */
async function presignedUrl(url: string): Promise<string> {
  const operator = (await (await fetch(`${url}/_sandbox/operator`)).json()) as AwsCredentials;
  const { accessKeyId, secretAccessKey, sessionToken } = operator;
  const { host } = new URL(url);
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: 'us-east-1',
    service: 'iotdevicegateway',
    sha256: Sha256,
  });
  const unsigned = new HttpRequest({ method: 'GET', path: '/mqtt', headers: { host } });
  const { query } = await signer.presign(unsigned, { expiresIn: 3600 });
  const parameters = new URLSearchParams({
    ...(query as Record<string, string>),
    'X-Amz-Security-Token': sessionToken,
  });
  return `ws://${host}/mqtt?${parameters}`;
}

/** Sends these bytes and waits for the answer, if there is one; a request that is never whole is given up. */
async function sendRaw(url: string, request: Buffer): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
  socket.on('error', () => undefined);
  socket.end(request);
  const given = setTimeout(() => socket.destroy(), 2000);
  socket.resume();
  await once(socket, 'close');
  clearTimeout(given);
}
