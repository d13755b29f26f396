import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from '../../journey/traveller.js';
import {
  bytes,
  connectPacket,
  packet,
  publishPacket,
  rawClient,
  subscribePacket,
  unsubscribePacket,
} from '../sandbox/iot/raw-packets.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';

/** Each round sends the same as the last time; another seed sends something else. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_124);
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 150);

/** Mulberry32: small, seeded, and good enough to vary bytes. */
function seededRandom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  return { below, pick };
}
type Random = ReturnType<typeof seededRandom>;

describe('hostile input', () => {
  let child: ChildProcess;
  let url: string;
  const errors: string[] = [];

  beforeAll(async () => {
    const repository = join(__dirname, '../..');
    const args = ['--assembly', sharedAssemblyFolder(), '--port', '0', '--no-page', '--json'];
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
    if (child.exitCode !== null) return;
    child.kill('SIGINT');
    await once(child, 'exit');
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

  it('in MQTT packets, malformed and in the wrong order, harms nobody', async () => {
    const random = seededRandom(SEED);
    const address = await presignedUrl(url);
    for (let round = 0; round < ROUNDS; round++) {
      const client = await rawClient(address);
      if (random.below(4) > 0) {
        client.send(packets(random, round)[0] as Buffer);
        await Promise.race([client.connack(), client.closed]);
      }
      for (let count = random.below(5); count >= 0; count--)
        client.send(mangled(random, random.pick(packets(random, round))));
      if (random.below(3) === 0) client.send(`text ${round}`);
      await new Promise((resolve) => setImmediate(resolve));
      client.end();
      await client.closed;
    }
    await expectUnharmed();
  });

  it('in HTTP requests, to every service, harms nobody', async () => {
    const random = seededRandom(SEED + 1);
    for (let round = 0; round < ROUNDS; round++) await sendRaw(url, mangledRequest(random));
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

const NAMES = [
  'a',
  'a/b',
  '',
  '#',
  '+',
  'a/#',
  '+/+',
  '$aws/things/x/shadow/update',
  '$SYS/#',
  'constructor',
  '__proto__',
];
const DEEP = 'x/'.repeat(120);

function packets(random: Random, round: number): Buffer[] {
  const topic = () => random.pick([...NAMES, DEEP, 'ä', '\0', 'x'.repeat(300)]);
  const clientId = random.pick([`c${round}`, `c${round % 7}`, '', '$x', '__proto__', 'constructor', 'x'.repeat(200)]);
  const clean = random.below(2) === 0;
  const will = { topic: topic(), qos: random.below(4), retain: random.below(2) === 0 };
  const id = random.below(3);
  return [
    connectPacket({
      clientId: `c${round}`,
      clean,
      ...(random.below(2) === 0 ? { will: { ...will, topic: 'a' } } : {}),
    }),
    connectPacket({ clientId, clean, ...(random.below(2) === 0 ? { will } : {}) }),
    subscribePacket([topic(), topic()], { id, qos: random.below(4) }),
    unsubscribePacket([topic(), topic()], { id }),
    publishPacket(topic(), { qos: random.below(4), id, retain: random.below(2) === 0, dup: random.below(2) === 0 }),
    publishPacket('$aws/things/x/shadow/update', { payload: random.pick(['', '{', '[]', 'null', '{"state":7}']) }),
    packet(4, 0, bytes(0, id)),
    packet(
      random.below(16),
      random.below(16),
      bytes(...Array.from({ length: random.below(9) }, () => random.below(256))),
    ),
    packet(12, 0),
    packet(14, 0),
  ];
}

/** As it is, or with bytes changed, lost or added. */
function mangled(random: Random, whole: Buffer): Buffer {
  const copy = Buffer.from(whole);
  const place = random.below(copy.length);
  switch (random.below(5)) {
    case 0:
      copy[place] = random.below(256);
      return copy;
    case 1:
      return copy.subarray(0, place);
    case 2:
      return Buffer.concat([copy, copy.subarray(place)]);
    default:
      return copy;
  }
}

const VALUES = [
  'null',
  '7',
  '"x"',
  '[]',
  '{}',
  'true',
  '""',
  '{"a":{"b":[null]}}',
  '1e999',
  '"\\ud800"',
  '"__proto__"',
];
const FIELDS = [
  'ClientId',
  'UserPoolId',
  'IdentityPoolId',
  'IdentityId',
  'Logins',
  'AuthFlow',
  'AuthParameters',
  'ChallengeName',
  'ChallengeResponses',
  'Session',
  'Username',
  'Password',
  'UserAttributes',
  'AccessToken',
  'Token',
  '__proto__',
];
const OPERATIONS = [
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'InitiateAuth',
  'RespondToAuthChallenge',
  'GetTokensFromRefreshToken',
  'RevokeToken',
  'GlobalSignOut',
  'GetUser',
  'UpdateUserAttributes',
  'ForgotPassword',
  'ConfirmForgotPassword',
  'ChangePassword',
  'DeleteUser',
  'AdminGetUser',
  'constructor',
];
const IDENTITY_OPERATIONS = ['GetId', 'GetCredentialsForIdentity', 'GetOpenIdToken', 'DescribeIdentity', 'toString'];
const PATHS = [
  '/',
  '/%',
  '/%zz',
  '/%00',
  '//',
  '/../..',
  '/?a=%FF&a=1&__proto__=1',
  '/_sandbox',
  '/_sandbox/decisions?since=x',
  '/_sandbox/clock',
  '/_sandbox/faults',
  '/execute-api/',
  '/endpoint',
  '/target-policies/a%2Fb',
  '/things/%C0%80/shadow?name=',
  '/things/x/shadow',
  '/attached-policies/%',
  '/2015-03-31/functions/%25/invocations',
  '/login?client_id=x&redirect_uri=%',
  '/oauth2/token',
  '/x/.well-known/jwks.json',
  '/mqtt',
  '*',
  'http://[::1',
];
const HEADERS = [
  'x-amz-target: AWSCognitoIdentityService.',
  'authorization: AWS4-HMAC-SHA256',
  'authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=;;, Signature=x',
  'authorization: AWS4-HMAC-SHA256 Credential=,,,=',
  'authorization: Basic \xff',
  'x-amz-date: 99999999T999999Z',
  'x-amz-client-context: \xff\xfe',
  'content-type: application/json',
  'content-type: application/x-www-form-urlencoded; charset=\xff',
  'content-encoding: gzip',
  'cookie: =;;a=b=c;__proto__=1',
  'origin: \xe4\t',
  'host: b',
  'transfer-encoding: chunked',
  'upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-protocol: mqtt\r\nsec-websocket-key: x',
  'expect: 100-continue',
];

function mangledRequest(random: Random): Buffer {
  const fields = Array.from({ length: random.below(6) }, () => `"${random.pick(FIELDS)}":${random.pick(VALUES)}`);
  const body = random.pick([
    `{${fields}}`,
    `{${fields}}`,
    `{${fields}}`,
    random.pick(VALUES),
    '{',
    '\xff\xfe',
    'a=b&a=%FF',
  ]);
  const target = random.pick([
    `AWSCognitoIdentityProviderService.${random.pick(OPERATIONS)}`,
    `AWSCognitoIdentityService.${random.pick(IDENTITY_OPERATIONS)}`,
  ]);
  const toService = random.below(2) === 0;
  const [method, path] = toService
    ? ['POST', '/']
    : [random.pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'x']), random.pick(PATHS)];
  const headers = ['host: 127.0.0.1', 'connection: close', `content-length: ${body.length}`];
  if (toService) headers.push(`x-amz-target: ${target}`, 'content-type: application/x-amz-json-1.1');
  for (let count = random.below(3); count > 0; count--) headers.push(random.pick(HEADERS));
  return mangledSometimes(
    random,
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`, 'latin1'),
  );
}

function mangledSometimes(random: Random, whole: Buffer): Buffer {
  return random.below(4) === 0 ? mangled(random, whole) : whole;
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
