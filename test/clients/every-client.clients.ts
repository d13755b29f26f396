import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TriedClient } from '../../bin/docs/tried-clients.js';
import { certificateAuthority } from '../../sandbox/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { type ClientToTry, clients } from './clients.js';
import { clientsSandbox, environmentOf, FOREIGN_TOPIC, listener, newUser } from './clients-sandbox.js';
import { java } from './java-toolchain.js';
import { javaScript } from './javascript-toolchain.js';
import { python, shell } from './python-toolchain.js';
import { runProgram } from './run-program.js';
import type { Toolchain } from './toolchain.js';

type Language = TriedClient['language'];

const toolchains: Readonly<Record<Language, Toolchain>> = { JavaScript: javaScript, Python: python, shell, Java: java };
const languages = [...new Set(clients.map(({ language }) => language))];

/** `CLIENTS_WRITE=1` writes what came of it; otherwise it has to be what is written. */
const results = join(import.meta.dirname, '../../docs/clients-tried.json');

describe('clients, unmodified, with endpoints and the certificate authority alone', () => {
  const tried: TriedClient[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'cognito-iot-clients-'));
  let sandbox: Sandbox;
  let caFile: string;

  beforeAll(async () => {
    ({ caFile } = await certificateAuthority(folder));
    sandbox = await clientsSandbox(folder);
  });
  afterAll(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  describe.each(languages)('in %s', (language) => {
    const toolchain = toolchains[language];
    const missing = toolchain.missing();
    if (missing !== undefined) {
      it(`are left out: ${missing}`, () =>
        void process.stderr.write(`LEFT OUT: the clients in ${language}, ${missing}\n`));
      return;
    }

    beforeAll(async () => {
      await toolchain.install();
      await toolchain.prepare?.(caFile);
    }, 300_000);

    const those = clients.filter((client) => client.language === language);
    it.each(those)('$client ($protocol) gets its message, and is told of a refusal', async (client) => {
      const user = await newUser(sandbox);
      const heard = client.isHeardByTest ? await listener(sandbox, user) : undefined;
      const before = sandbox.views.decisions(0).at(-1)?.number ?? 0;
      const { told, otherwise, exitCode } = await tryClient(client, toolchain, user);
      const received = told.find(({ did }) => did === 'received') ?? (await heard?.message);
      heard?.stop();

      if (exitCode !== 0) throw new Error(`It ended with ${exitCode}. ${JSON.stringify(told)}\n${otherwise}`);
      expect(received?.topic).toMatch(/^users\/us-east-1:[0-9a-f-]{36}\/telemetry$/);
      expect(JSON.parse(received?.payload ?? '')).toEqual({ temperature: 21.5 });
      expect(told.find(({ did }) => did === 'refused')?.says).toBe(client.refusal);
      // And it was that topic, and nothing else, for which it was refused.
      const refused = sandbox.views.decisions(before).filter(({ allowed }) => !allowed);
      expect(refused.map(({ resource }) => resource.split('/').slice(1).join('/'))).toEqual([FOREIGN_TOPIC]);
      tried.push(asTried(client, toolchain));
    });
  });

  it('come to what docs/clients-tried.json says, from which docs/clients.md has its table', () => {
    if (process.env.CLIENTS_WRITE === '1') writeFileSync(results, `${JSON.stringify(tried, undefined, 2)}\n`);
    const isHere = ({ language }: TriedClient) => toolchains[language].missing() === undefined;
    expect(tried).toEqual((JSON.parse(readFileSync(results, 'utf8')) as TriedClient[]).filter(isHere));
  });

  function tryClient(
    { program, args = [] }: ClientToTry,
    toolchain: Toolchain,
    user: { email: string; password: string },
  ) {
    const env = environmentOf(sandbox, user, caFile);
    const PATH = [toolchain.path ?? [], env.PATH ?? ''].flat().join(':');
    const withoutFolder = program.slice(program.indexOf('/') + 1);
    return runProgram(toolchain.command(withoutFolder, args, caFile), toolchain.folder, { ...env, PATH });
  }
});

function asTried(
  { args: _, isHeardByTest: __, packages, program, ...rest }: ClientToTry,
  toolchain: Toolchain,
): TriedClient {
  const withoutFolder = program.slice(program.indexOf('/') + 1);
  const versions = packages.map((name) => [name, toolchain.version(name, withoutFolder)]);
  return { ...rest, packages: Object.fromEntries(versions), program };
}
