import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetV2LoggingOptionsCommand } from '@aws-sdk/client-iot';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { loggingRole, roleArn } from '../sandbox/iot/logging-stack.js';
import { awsClients, type Identity } from '../support/aws-clients.js';
import { iotClients } from '../support/iot-clients.js';
import { type Ended, startCommand, until } from '../support/run-command.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

jest.setTimeout(120_000);
let folder: string;
let sandbox: Sandbox;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tail-'));
  const settings = { directory: true, apiAccessLog: true, apiGatewayCloudWatchRole: true };
  sandbox = await settingsSandbox(settings, {
    edit: ({ Resources }) => {
      Resources.IotLogging = loggingRole('IotLogging');
    },
  });
}, 60_000);
beforeEach(() => sandbox.reset());
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = (...args: string[]) => startCommand(['tail', ...args, '--sandbox', sandbox.url], folder);
const run = (...args: string[]): Promise<Ended> => start(...args).ended;
const jsonLines = ({ out }: Ended) =>
  out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const turnOn = ['--enable-iot-logs', '--iot-log-role', roleArn('IotLogging')];

/** Calls the API, and subscribes to what is not allowed. */
async function refusedUser(email: string): Promise<Identity & { readonly identityId: string }> {
  const user = await signedInUser(sandbox, email);
  const { attach, may } = awsClients(sandbox);
  await attach(user);
  expect(await may(user, 'subscribe', 'elsewhere/#')).toBe(false);
  return user;
}

it("joins the function's log, the API's and AWS IoT's by identity, refusals first", async () => {
  expect(await run(...turnOn, '--iot-log-level', 'INFO')).toMatchObject({ code: 0 });
  const { identityId } = await refusedUser('ada@example.com');
  await fetch(sandbox.outputs.AttachPolicyUrl ?? '', { method: 'POST' });

  const ended = await run('--json');
  expect(ended).toMatchObject({ code: 0, err: '' });
  const entries = jsonLines(ended);
  const { sub } = sandbox.views.users()[0] ?? {};
  expect(entries).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ source: 'function', identityId, sub, what: 'attach', result: '200 OK' }),
      expect.objectContaining({ source: 'api', identityId, sub, what: 'POST /attach-policy', result: '200' }),
      expect.objectContaining({ source: 'api', refused: true, result: '403 MISSING_AUTHENTICATION_TOKEN' }),
      expect.objectContaining({ source: 'iot', refused: false, identityId, sub, result: 'Success' }),
      expect.objectContaining({
        source: 'iot',
        refused: true,
        identityId,
        sub,
        what: expect.stringMatching(/^Subscribe elsewhere\/# as us-east-1:/),
        result: 'AUTHORIZATION_FAILURE',
      }),
    ]),
  );
  const refused = entries.map((entry) => entry.refused);
  expect(refused).toEqual([...refused].sort((a, b) => Number(b) - Number(a)));
});

it('shows what is about one user alone, and of that what was refused', async () => {
  await run(...turnOn);
  const [ada, bob] = [await refusedUser('ada@example.com'), await refusedUser('bob@example.com')];
  const { out, code } = await run('--user', 'ada@example.com');
  expect(code).toBe(0);
  expect(out).toMatch(/^✗ \d\d:\d\d:\d\d iot +us-east-1:\S+ {2}Subscribe elsewhere\/# .*AUTHORIZATION_FAILURE/);
  expect(out).toMatch(/^✓ .* api +us-east-1:\S+ {2}POST \/attach-policy {2}200$/m);
  expect(out).toContain(ada.identityId);
  expect(out).not.toContain(bob.identityId);
  const { out: refusals } = await run('--identity', bob.identityId, '--refusals');
  expect(refusals.trim().split('\n')).toEqual([expect.stringContaining(`${bob.identityId}  Subscribe elsewhere/#`)]);
});

it('follows until Ctrl-C, and shows each entry once', async () => {
  const { child, ended } = start('--follow', '--json');
  let told = '';
  child.stdout?.on('data', (text) => {
    told += text;
  });
  let notes = '';
  child.stderr?.on('data', (text) => {
    notes += text;
  });
  await until(() => notes.includes('Ctrl-C ends'));
  const calls = () => sandbox.guard.counts()['logs:FilterLogEvents']?.calls ?? 0;
  const user = await signedInUser(sandbox);
  await awsClients(sandbox).attach(user);
  await until(() => told.includes('"source":"function"'));
  const before = calls();
  await until(() => calls() >= before + 6);
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(code).toBe(0);
  expect(jsonLines({ code, out, err: '' }).filter(({ source }) => source === 'function')).toHaveLength(1);
});

describe("AWS IoT's own log", () => {
  const options = async () => {
    const { iot } = iotClients(sandbox);
    return iot.send(new GetV2LoggingOptionsCommand({})).catch((error: Error) => error.name);
  };

  it('is turned on by a role, at ERROR by default, and off again', async () => {
    expect(await run(...turnOn, '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^AWS IoT's log would be on at ERROR, written as .*IotLogging; it was off\.\n/),
    });
    expect(await options()).toBe('NotConfiguredException');
    expect((await run(...turnOn)).out).toContain('one for the whole account and Region');
    expect(await options()).toMatchObject({ defaultLogLevel: 'ERROR', disableAllLogs: false });
    const [change] = jsonLines(await run('--disable-iot-logs', '--json'));
    expect(change).toMatchObject({ before: { isOn: true, level: 'ERROR' }, after: { isOn: false } });
    expect(await options()).toMatchObject({ disableAllLogs: true });
  });

  it('is not turned on without a role, which is said', async () => {
    expect(await run('--enable-iot-logs')).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/^DeploymentError: .*--iot-log-role <arn>: a role that trusts iot\.amazonaws\.com/),
    });
  });

  it('is missed where it is off, with how to turn it on', async () => {
    const { code, err } = await run();
    expect(code).toBe(0);
    expect(err).toMatch(/no log group AWSIotLogsV2: AWS IoT logs nothing, which --enable-iot-logs changes/);
  });
});

it.each([
  [['--since', 'yesterday'], 'a number with its unit'],
  [['--enable-iot-logs', '--disable-iot-logs'], 'cannot be used with'],
  [['--enable-iot-logs', '--follow'], 'cannot be used with'],
  [['--iot-log-level', 'LOUD'], 'Allowed choices are ERROR'],
])('%j is wrong usage: 2', async (args, says) => {
  const { code, out, err } = await run(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(says);
});
