import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cdkApps } from './cdk-app.js';
import { type EmptyProject, emptyProject, inherited } from './empty-project.js';
import { moduleKinds, typeCheck } from './type-check.js';

const installed = join(import.meta.dirname, '../../node_modules');
const cdk = ['aws-cdk-lib', 'constructs'].map((name) => join(installed, name));

describe('an empty CDK app with the sandbox and the command', () => {
  let project: EmptyProject;

  beforeAll(() => {
    const ours = ['cognito-iot-access', 'cognito-iot-sandbox', 'cognito-iot'];
    project = emptyProject(ours, [...cdk, 'jest@30', '@types/node@20']);
    project.write({
      ...cdkApps,
      'stack.test.js': jestTest,
      'whole.mjs': wholeScript,
      'typed.mts': typedScript,
      'typed.cts': typedScript,
    });
    project.run(process.execPath, ['app.mjs'], { CDK_OUTDIR: join(project.folder, 'cdk.out') });
  });

  afterAll(() => project.remove());

  it('is booted by npx cognito-iot sandbox, which answers /_sandbox/outputs', async () => {
    const args = ['--no-install', 'cognito-iot', 'sandbox', '--assembly', 'cdk.out', '--port', '0', '--json'];
    const command = spawn('npx', args, { cwd: project.folder, env: inherited(), detached: true });
    try {
      const booted = await firstLine(command);
      expect(booted).toMatchObject({ step: 'boot', ok: true, detail: { url: expect.stringMatching(/^http:/) } });
      const { url } = booted.detail;
      const outputs = await (await fetch(`${url}/_sandbox/outputs`)).json();
      const here = expect.stringMatching(new RegExp(`^${url}/`));
      expect(outputs).toMatchObject({ Url: here, AttachPolicyUrl: here, IotPolicyName: expect.any(String) });
    } finally {
      // As Ctrl-C does: npx and what it runs.
      if (command.pid) process.kill(-command.pid, 'SIGINT');
      await once(command, 'exit');
    }
  });

  it('is booted by plain Jest, as it comes', () => {
    project.run(process.execPath, ['node_modules/jest/bin/jest.js', '--ci']);
  });

  it('is booted by an ES module, which finds the data folder and the Regions, too', () => {
    expect(project.run(process.execPath, ['whole.mjs']).trim()).toBe('403 eu-west-1');
  });

  it.each(moduleKinds)('has types for the sandbox under $kind', ({ options }) => {
    expect(typeCheck(project, ['typed.mts', 'typed.cts'], [...options, '--types', 'node'])).toBe('');
  });

  it('is told what is wrong with a command line, with 2', () => {
    const script = "require('child_process').spawnSync('npx', ['cognito-iot', 'sandbox', '--prot', '1']).status";
    expect(project.run(process.execPath, ['--print', script]).trim()).toBe('2');
  });
});

const jestTest = `
const { readAssembly, startSandbox } = require('cognito-iot-sandbox');

let sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ assembly: readAssembly('cdk.out') });
});
afterAll(() => sandbox.stop());

test('refuses who has not signed', async () => {
  const { status } = await fetch(sandbox.outputs.Url, { method: 'POST' });
  expect(status).toBe(403);
});
`;

const wholeScript = `
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readAssembly, startSandbox } from 'cognito-iot-sandbox';

const region = 'eu-west-1';
const dataFolder = mkdtempSync('data-');
const sandbox = await startSandbox({ assembly: readAssembly('cdk.out'), region, dataFolder });
const { status } = await fetch(sandbox.outputs.Url, { method: 'POST' });
await sandbox.stop();
const same = createRequire(import.meta.url)('cognito-iot-sandbox').startSandbox === startSandbox;
console.log(same ? status : 'two copies', region);
`;

const typedScript = `
import { readAssembly, type Sandbox, type SandboxOptions, startSandbox } from 'cognito-iot-sandbox';

const options: SandboxOptions = { assembly: readAssembly('cdk.out'), quotas: { 'iot:AttachPolicy': 15 } };
export const started: Promise<Sandbox> = startSandbox(options);
export const codes: Promise<string[]> = started.then(({ views }) => views.messages().map(({ code }) => code));
`;

async function firstLine(command: ChildProcess): Promise<{ readonly detail: { readonly url: string } }> {
  let errors = '';
  command.stderr?.on('data', (text) => {
    errors += text;
  });
  for await (const line of createInterface({ input: command.stdout as NonNullable<typeof command.stdout> })) {
    return JSON.parse(line);
  }
  throw new Error(`The command ended without a word. ${errors}`);
}
