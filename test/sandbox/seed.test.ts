import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.js';
import { type SeedInput, seedSchema } from '../../sandbox/seed/seed.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';

const seed: SeedInput = {
  users: [
    { email: 'ada@example.com', password: 'Correct-Horse-7', attributes: { name: 'Ada' }, attached: true },
    { email: 'bob@example.com', password: 'Correct-Horse-8', confirmed: false },
    { email: 'cleo@example.com' },
  ],
  things: [{ thingName: 'lamp', shadow: { desired: { power: 'on' } } }],
  retained: [
    { topic: 'news', payload: 'hello' },
    { topic: 'weather', payload: { warm: true } },
  ],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seed-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const opened: Sandbox[] = [];
afterEach(() => Promise.all(opened.splice(0).map((sandbox) => sandbox.stop())));

async function booted(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox({ assembly: sharedAssemblyFolder(), ...options });
  opened.push(sandbox);
  return sandbox;
}

async function sown(sandbox: Sandbox): Promise<void> {
  const users = sandbox.views.users().map(({ email, status }) => [email, status]);
  expect(users).toEqual([
    ['ada@example.com', 'CONFIRMED'],
    ['bob@example.com', 'UNCONFIRMED'],
    ['cleo@example.com', 'FORCE_CHANGE_PASSWORD'],
  ]);
  expect(sandbox.views.messages().map(({ to, purpose }) => [to, purpose])).toEqual([
    ['bob@example.com', 'SignUp'],
    ['cleo@example.com', 'Invitation'],
  ]);
  expect(Object.values(sandbox.views.attachments())).toHaveLength(1);
  expect(await sandbox.asOperator('iot:DescribeThing', { thingName: 'lamp' })).toMatchObject({ thingName: 'lamp' });
  const { retainedTopics } = await sandbox.asOperator('iot:ListRetainedMessages', {});
  expect((retainedTopics as { topic: string }[]).map(({ topic }) => topic)).toEqual(['news', 'weather']);
}

describe('a seed', () => {
  it('is there after boot, and after each reset', async () => {
    const sandbox = await booted({ seed });
    await sown(sandbox);
    await createUserPoolClient(sandboxTarget(sandbox)).signIn('ada@example.com', 'Correct-Horse-7');
    await sandbox.asOperator('iot:DeleteThing', { thingName: 'lamp' });
    const before = sandbox.views.users();
    await sandbox.reset();
    await sown(sandbox);
    expect(sandbox.views.users()).toEqual(before);
  });

  it('is sown into a data folder once, and then changes what it says alone', async () => {
    const file = join(folder, 'seed.json');
    writeFileSync(file, JSON.stringify({ $schema: './seed.schema.json', ...seed }));
    const dataFolder = join(folder, 'data');
    const first = await booted({ seed: file, dataFolder });
    const before = first.views.users();
    await first.stop();
    const second = await booted({ seed: file, dataFolder });
    await sown(second);
    expect(second.views.users().map(({ sub }) => sub)).toEqual(before.map(({ sub }) => sub));
  });

  it.each<[string, unknown, string | RegExp]>([
    [
      'a member too many',
      { users: [{ email: 'a@b.example', passwort: 'x' }] },
      'users.0: Unrecognized key: "passwort"',
    ],
    ['no address', { users: [{ email: 'ada' }] }, 'users.0.email: '],
    [
      'a group that is none',
      { users: [{ email: 'a@b.example', groups: ['admins'] }] },
      /users\.0 \(a@b.example\): .*group/i,
    ],
    [
      'a weak password',
      { users: [{ email: 'a@b.example', password: 'x' }] },
      /users\.0 \(a@b.example\): .*[Pp]assword/,
    ],
    [
      'a policy that is none',
      { users: [{ email: 'a@b.example', password: 'Correct-Horse-7', attached: ['nope'] }] },
      /users\.0 .*nope/,
    ],
    ['a reserved topic', { retained: [{ topic: '$aws/x', payload: '' }] }, /retained\.0 \(\$aws\/x\)/],
  ])('that is wrong is refused by its path: %s', async (_what, wrong, says) => {
    await expect(booted({ seed: wrong as SeedInput })).rejects.toThrow(says);
  });

  it('attaches the only policy that allows anything, and refuses to choose between two', async () => {
    const users = [{ email: 'a@b.example', password: 'Correct-Horse-7', attached: true }];
    const sandbox = await booted({ seed: { users } });
    const { identityId: target } = await sandbox.signIn('a@b.example');
    const { policies } = await sandbox.asOperator('iot:ListAttachedPolicies', { target });
    expect(policies).toMatchObject([{ policyName: await sandbox.policyToAttach() }]);
    const Statement = { Effect: 'Allow', Action: 'iot:Connect', Resource: '*' };
    const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await sandbox.asOperator('iot:CreatePolicy', { policyName: 'Another', policyDocument });
    await expect(sandbox.policyToAttach()).rejects.toThrow(/exactly one IoT policy .*there are .*Another/);
  });

  it('is refused by the name of its file', async () => {
    await expect(booted({ seed: join(folder, 'none.json') })).rejects.toThrow('none.json cannot be read as a seed');
  });

  it('has its schema in the documents', () => {
    const file = join(import.meta.dirname, '../../docs/seed.schema.json');
    // Where it fails, this is what belongs there.
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(seedSchema())));
  });
});
