import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { intentOf } from '../../cli/intent-of.js';
import { sandboxTarget } from '../../cli/start/sandbox-target.js';
import { type StepResult, walkJourney } from '../../journey/journey.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import { documentedSettings } from '../support/documented-settings.js';
import { settingsAssembly } from '../support/settings-sandbox.js';

const repository = join(import.meta.dirname, '../..');
const examples = documentedSettings();

describe('the settings that README and docs show', () => {
  it('are found', () => {
    expect(examples.filter(({ file }) => file === 'README.md').length).toBeGreaterThan(3);
    expect(examples.filter(({ file }) => file === 'docs/access.md').length).toBeGreaterThan(2);
  });

  it.each(examples)('go through the journey: $file $text', async ({ settings }) => {
    const assembly = settingsAssembly(settings);
    const sandbox = await startSandbox({ assembly, pageOrigin: 'http://localhost:8000' });
    const failed: StepResult[] = [];
    try {
      const told = (result: StepResult) => void (result.ok || failed.push(result));
      expect([await walkJourney(sandboxTarget(sandbox, intentOf(assembly)), told), failed]).toEqual([true, []]);
    } finally {
      await sandbox.stop();
    }
  });
});

describe('npm start -- --once', () => {
  let project: string;
  let temporary: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'cdk-project-'));
    temporary = mkdtempSync(join(tmpdir(), 'cdk-temporary-'));
  });
  afterEach(() => {
    for (const folder of [project, temporary]) rmSync(folder, { recursive: true });
  });

  /** In a project whose `cdk.json` is this one, as a copy of the repository would have it. */
  function startOnce(cdkJson: string, ...options: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    writeFileSync(join(project, 'cdk.json'), cdkJson);
    const tsx = join(repository, 'node_modules/tsx/dist/loader.mjs');
    const start = ['--import', tsx, join(repository, 'cli/start.ts'), '--once', ...options];
    const env = { ...process.env, TMPDIR: temporary, NO_COLOR: '1' };
    return new Promise((resolve) => {
      execFile(process.execPath, start, { cwd: project, env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  }
  const app = `${process.execPath} --import ${join(repository, 'node_modules/tsx/dist/loader.mjs')} ${join(repository, 'bin/app.ts')}`;
  const leftBehind = () => readdirSync(temporary).filter((name) => !name.startsWith('tsx-'));

  it("merges -c into README's cdk.json, says so, ends with a verdict and leaves nothing behind", async () => {
    const [readme] = examples.filter(({ file, text }) => file === 'README.md' && text.includes('"iotAccess"'));
    const context = { iotAccess: readme?.settings };
    const { code, stdout } = await startOnce(JSON.stringify({ app, context }), '-c', 'iotAccess={"memorySize":256}');
    // Before the first step stands what is going on, and how much of it hangs on how fast the machine is.
    const synth = stdout.split('\n').find((line) => /^[✓✗]/.test(line));
    expect(synth).toMatch(
      /^✓ synth +\d+ ms {2}Settings in force: allowedOrigins, access\.publish, .* from cdk\.json; memorySize from -c; all others by default$/,
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^22 of 22 steps, \d+\.\d s$/);
    expect(code).toBe(0);
    expect(leftBehind()).toEqual([]);
  });

  it.each([
    { title: 'the default stack', iotAccess: {}, lines: 22 },
    { title: 'a directory alone', iotAccess: { directory: true }, lines: 22 },
    {
      title: 'devices',
      iotAccess: { directory: true, devices: { publish: ['devices/{device}/commands/*'], shadow: ['get', 'update'] } },
      lines: 27,
    },
  ])('prints $lines steps as JSON and nothing else for $title', async ({ iotAccess, lines }) => {
    const option = `iotAccess=${JSON.stringify(iotAccess)}`;
    const { code, stdout } = await startOnce(JSON.stringify({ app }), '--json', '-c', option);
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    expect(results).toHaveLength(lines);
    expect(code).toBe(0);
    expect(leftBehind()).toEqual([]);
  });

  it.each([
    {
      title: 'a wrong setting',
      cdkJson: JSON.stringify({ app, context: { iotAccess: { memory: 1 } } }),
      says: 'memory: unknown setting',
    },
    { title: 'a cdk.json that is no JSON', cdkJson: '{"app": ', says: 'cdk.json' },
  ])('says what is wrong with $title in a few lines, and leaves nothing behind', async ({ cdkJson, says }) => {
    const { code, stdout, stderr } = await startOnce(cdkJson);
    expect(stdout).toContain(says);
    expect(`${stdout}${stderr}`).not.toMatch(/^\s+at /m);
    expect(stdout.trim().split('\n').length).toBeLessThan(6);
    expect(code).toBe(1);
    expect(leftBehind()).toEqual([]);
  });
});
