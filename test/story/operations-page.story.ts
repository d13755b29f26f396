import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { createProgram } from '../../cli/main.js';
import { createIotClient, type IotClient, type StackOutputs } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { signedInUser } from '../client/signed-in-user.js';
import { type Example, operationsExamples } from '../support/operations-examples.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

jest.setTimeout(180_000);
const command = join(import.meta.dirname, '../../cli/cognito-iot.js');
const blocks = operationsExamples();

let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'operations-page-'));
  const devices = { publish: ['devices/{device}/commands/*'] };
  sandbox = await settingsSandbox({ directory: true, devices, groups: [{ name: 'operators' }] });
}, 60_000);
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

it.each(blocks)('the examples of docs/operations.md from line $line on do what they say', async ({ examples }) => {
  await sandbox.reset();
  const ada = await connected('ada@example.com');
  const bob = await connected('bob@example.com');
  try {
    for (const example of examples) {
      const { code, err, out } = await run(example, ada);
      if (code !== example.exitCode) throw new Error(`${example.text}\nended with ${code}\n${out}\n${err}`);
    }
  } finally {
    await Promise.all([ada.client.close(), bob.client.close()]);
  }
});

it('has an example of every command on a deployed stack', () => {
  const shown = blocks.flatMap(({ examples }) => examples.map(({ args }) => args.join(' ')));
  const named = commandsOnStacks(createProgram('0.0.0'));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !shown.some((line) => `${line} `.startsWith(`${name} `)))).toEqual([]);
});

/** Those that take `--outputs`, by their names: `grants repair`. */
function commandsOnStacks(program: Command, before = ''): string[] {
  return program.commands.flatMap((one) => {
    const name = `${before}${one.name()}`;
    const own = one.options.some(({ long }) => long === '--outputs') ? [name] : [];
    return [...own, ...commandsOnStacks(one, `${name} `)];
  });
}

interface Someone {
  readonly sub: string;
  readonly identityId: string;
  readonly client: IotClient;
}

/** A user who has signed up, and whose app is connected. */
async function connected(email: string): Promise<Someone> {
  const { credentials, identityId } = await signedInUser(sandbox, email);
  // It is our own stack that the sandbox has booted.
  const outputs = sandbox.outputs as unknown as StackOutputs;
  const client = createIotClient({ outputs, credentials, now: sandbox.clock.now });
  await client.connect();
  const { sub = '' } = sandbox.views.users().find((one) => one.email === email) ?? {};
  return { sub, identityId, client };
}

/** As it stands on the page, in an empty folder, with the sandbox for the stack. */
async function run({ args, untilEnded }: Example, { sub, identityId }: Someone) {
  const filled = args.map((word) => word.replaceAll('<sub>', sub).replaceAll('<identity>', identityId));
  const child = spawn(process.execPath, [command, ...filled, '--sandbox', sandbox.url], { cwd: folder });
  if (untilEnded) for (const stream of [child.stdout, child.stderr]) stream.once('data', () => child.kill('SIGINT'));
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code: code as number | null, out, err };
}
