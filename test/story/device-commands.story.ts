import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreatePolicyVersionCommand, GetPolicyCommand } from '@aws-sdk/client-iot';
import { policyNameOf } from '../../devices/policy-name.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { type Customer, type DevicesSandbox, devicesSandbox } from './devices-sandbox.js';

const command = join(import.meta.dirname, '../../cli/cognito-iot.js');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let place: DevicesSandbox;
/** Its stack has no devices. */
let plain: Sandbox;
let ada: Customer;
let policyName: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'device-commands-'));
  [place, plain] = [await devicesSandbox(), await runningSandbox()];
  ada = await place.customer('ada');
  await ada.client.connect();
  const { policyPrefix, userPoolId } = JSON.parse(place.sandbox.outputs.DeviceGrants ?? '');
  policyName = policyNameOf(policyPrefix, { userPoolId, sub: ada.sub }, 0);
}, 60_000);
afterAll(async () => {
  await place.stop();
  await plain.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `cognito-iot` in an empty folder. */
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, env: { ...process.env, ...env } });
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}
const inSandbox = (...args: string[]) => run([...args, '--sandbox', place.sandbox.url]);

describe('for people, in a sandbox', () => {
  it('grants, tells what it would do, and takes back', async () => {
    const { sub } = ada;
    const planned = await inSandbox('grant', sub, 'lamp', '--dry-run');
    expect(planned).toEqual({
      code: 0,
      out: `lamp: would be granted to ${sub}, on 1 identity (policy ${policyName})\n`,
      err: '',
    });
    // As outside of a test run: without a word about the SDK's later versions.
    const anywhere = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: '' };
    const asked = await run(['devices', sub, '--sandbox', place.sandbox.url], anywhere);
    expect(asked).toEqual({ code: 0, out: `${sub} has no devices\n`, err: '' });

    const granted = await inSandbox('grant', sub, 'lamp', 'oven');
    const on = `granted to ${sub}, on 1 identity (policy ${policyName})`;
    expect(granted).toMatchObject({ code: 0, out: `lamp: ${on}\noven: ${on}\n` });
    // One line of the audit for each, since this is no terminal.
    const audit = granted.err.trim().split('\n');
    expect(audit.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'device-granted', user: sub, device: 'lamp', changed: true, identityIds: 1 },
      { event: 'device-granted', user: sub, device: 'oven' },
    ]);
    expect(await inSandbox('devices', sub)).toMatchObject({ out: 'lamp\noven\n' });
    await ada.client.publish('devices/lamp/commands/x', 'x');

    expect(await inSandbox('grant', sub, 'lamp')).toMatchObject({
      out: `lamp: nothing to do, ${sub} has it already\n`,
    });
    expect(await inSandbox('ungrant', sub, 'lamp', 'door')).toMatchObject({
      code: 0,
      out: `lamp: taken from ${sub} (policy ${policyName})\ndoor: nothing to do, ${sub} does not have it\n`,
    });
    expect(await place.grants.devicesOf(sub)).toEqual(['oven']);
  });

  it('grants every device, and tells who may reach one', async () => {
    expect(await inSandbox('users-of', 'gate')).toMatchObject({ code: 0, out: 'nobody may reach gate\n' });
    expect(await inSandbox('grant', 'staff-1', '--all-devices')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^every device: granted to staff-1, who has not been here yet: .* \(policy .*\)\n$/),
    });
    await inSandbox('grant', 'customer-1', 'gate');
    expect(await inSandbox('users-of', 'gate')).toMatchObject({ out: 'customer-1\nstaff-1 (every device)\n' });
    expect(await inSandbox('devices', 'staff-1')).toMatchObject({ out: '* (every device)\n' });
    expect(await inSandbox('ungrant-everybody', 'gate', '--dry-run')).toMatchObject({
      out: expect.stringContaining('gate: would be taken from customer-1 (policy '),
    });
    expect(await inSandbox('ungrant-everybody', 'gate')).toMatchObject({
      out: expect.stringMatching(/^gate: taken from customer-1 \(policy .*\)\n$/),
    });
    expect(await inSandbox('ungrant-everybody', 'gate')).toMatchObject({
      out: 'gate: nothing to do, nobody has it by name\n',
    });
    expect(await inSandbox('ungrant', 'staff-1', '--all-devices')).toMatchObject({
      out: expect.stringContaining('every device: taken from staff-1 '),
    });
  });

  it('repairs what somebody has put into a policy of a user', async () => {
    await place.grants.grant({ user: ada.sub, device: 'lamp' });
    const document = async () => (await place.iot.send(new GetPolicyCommand({ policyName }))).policyDocument;
    const right = await document();
    const foreign = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] };
    const policyDocument = JSON.stringify(foreign);
    await place.iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault: true }));
    expect(await inSandbox('grants', 'repair')).toMatchObject({ code: 0, out: `${policyName}: repaired\n` });
    expect(await document()).toBe(right);
    expect(await inSandbox('grants', 'repair', ada.sub)).toMatchObject({ out: 'every policy was what it should be\n' });
  });

  it('of several devices tells those that were done before one was refused', async () => {
    const ended = await inSandbox('grant', 'customer-2', 'fan', 'no/name', 'fridge');
    expect(ended).toMatchObject({ code: 1, out: expect.stringMatching(/^fan: granted to customer-2/) });
    expect(ended.err).toMatch(/^InvalidDevice: no device can be called "no\/name"; allowed: 1 to 128 letters/m);
    expect(await place.grants.devicesOf('customer-2')).toEqual(['fan']);
  });
});

describe('for programs, in a sandbox', () => {
  it('prints JSON and nothing else on standard output', async () => {
    const json = async (...args: string[]) => {
      const { code, out } = await inSandbox(...args, '--json');
      return { code, told: JSON.parse(out) };
    };
    const { identityId, sub: user } = ada;
    const change = { user, device: 'kettle', changed: true, policyName, identityIds: [identityId] };
    expect(await json('grant', user, 'kettle')).toEqual({ code: 0, told: [change] });
    expect((await json('devices', user)).told).toContain('kettle');
    expect((await json('users-of', 'kettle')).told).toEqual([{ user, allDevices: false }]);
    expect((await json('ungrant-everybody', 'kettle')).told).toEqual([change]);
    expect((await json('users-of', 'kettle')).told).toEqual([]);
    expect((await json('grants', 'repair', user)).told).toEqual({ repaired: [] });
    expect(await json('grant', user, '$aws')).toEqual({
      code: 1,
      told: { error: { code: 'InvalidDevice', message: expect.stringContaining('"$aws"') } },
    });
  });
});

describe('with a file of outputs, as for AWS', () => {
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  /** Where the AWS SDK finds credentials and, here, the sandbox. */
  const environment = () => {
    const { accessKeyId, secretAccessKey, sessionToken } = place.sandbox.views.operator();
    return {
      AWS_ENDPOINT_URL: place.sandbox.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    };
  };

  it('picks the one of several stacks that has devices, or the one that is named', async () => {
    const stacks = { Web: { Url: 'https://example.com' }, Access: place.sandbox.outputs };
    write('cdk-outputs.json', JSON.stringify(stacks));
    const user = 'customer-3';
    expect(await run(['grant', user, 'bell'], environment())).toMatchObject({ code: 0 });
    expect(await run(['devices', user, '--stack', 'Access'], environment())).toMatchObject({ out: 'bell\n' });
    const two = write('two.json', JSON.stringify({ ...stacks, Other: place.sandbox.outputs }));
    expect(await run(['devices', user, '--outputs', two])).toEqual({
      code: 1,
      out: '',
      err: 'DeploymentError: two.json has the outputs of Web, Access, Other; name one by --stack\n',
    });
    expect(await run(['devices', user, '--outputs', two, '--stack', 'Acess'])).toMatchObject({
      code: 1,
      err: 'DeploymentError: two.json has the outputs of Web, Access, Other, and none of Acess; name one by --stack\n',
    });
  });

  it.each([
    ['there is none', () => ['--outputs', 'none.json'], /cannot be read \(ENOENT.*cdk deploy --outputs-file/],
    ['it is no JSON', () => ['--outputs', write('a.json', '{')], /cannot be read .*JSON/],
    ['it holds nothing', () => ['--outputs', write('b.json', 'null')], /cannot be read .*it holds no stacks/],
    [
      'no stack has devices',
      () => ['--outputs', write('c.json', JSON.stringify({ Web: { Url: 'u' } }))],
      /no output DeviceGrants, which this command needs; set "directory" and "devices" and deploy again/,
    ],
    ['a sandbox has no devices', () => ['--sandbox', plain.url], /no output DeviceGrants/],
    [
      'no sandbox is there',
      () => ['--sandbox', 'http://127.0.0.1:9'],
      /no sandbox answers at http:\/\/127\.0\.0\.1:9 /,
    ],
    ['the address is none', () => ['--sandbox', '8001'], /no sandbox answers at 8001 \(Invalid URL\)/],
  ])('ends with 1 where %s', async (_, where, says) => {
    const args = ['devices', 'ada', ...where()];
    const ended = await run(args);
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toMatch(/^DeploymentError: .*\n$/);
    expect(ended.err).toMatch(says);
    const { out } = await run([...args, '--json']);
    expect(JSON.parse(out).error).toMatchObject({ code: 'DeploymentError', message: expect.stringMatching(says) });
  });
});

it.each([
  [['grant'], "missing required argument 'user'"],
  [['grant', 'ada'], 'name devices, or give --all-devices, and not both'],
  [['grant', 'ada', 'lamp', '--all-devices'], 'name devices, or give --all-devices, and not both'],
  [['ungrant', 'ada'], 'name devices, or give --all-devices, and not both'],
  [['devices'], "missing required argument 'user'"],
  [['users-of', 'lamp', 'oven'], 'too many arguments'],
  [['grants', 'mend'], "unknown command 'mend'"],
  [['devices', 'ada', '--dry-run'], "unknown option '--dry-run'"],
])('%j is wrong usage: 2', async (args, says) => {
  const ended = await run(args);
  expect(ended).toMatchObject({ code: 2, out: '' });
  expect(ended.err).toContain(says);
});
