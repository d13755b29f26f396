import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');
const slowProcess = 60_000;

describe('the CDK app', () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'cdk-out-'));
  });
  afterEach(() => rmSync(outdir, { recursive: true }));

  it.each([
    { title: 'an object', iotAccess: { stackName: 'MyStack' } },
    { title: 'JSON text', iotAccess: '{"stackName":"MyStack"}' },
  ])(
    'makes one stack for any account and Region, set by $title',
    async ({ iotAccess }) => {
      const { code, stderr } = await runApp(outdir, iotAccess);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { artifacts }: { artifacts: Record<string, { type: string }> } = JSON.parse(
        readFileSync(join(outdir, 'manifest.json'), 'utf8'),
      );
      const stacks = Object.entries(artifacts).filter(([, { type }]) => type.endsWith(':stack'));
      expect(stacks).toEqual([
        [
          'CognitoIotAccess',
          expect.objectContaining({
            environment: 'aws://unknown-account/unknown-region',
            properties: expect.objectContaining({ stackName: 'MyStack' }),
          }),
        ],
      ]);
    },
    slowProcess,
  );

  const manyTopics = Array.from({ length: 40 }, (_, index) => `rooms/${index}/*`);

  it.each([
    {
      title: 'a wrong type',
      iotAccess: { memorySize: 'big' },
      says: /memorySize: given "big"; allowed: a whole number/,
    },
    {
      title: 'an unknown key',
      iotAccess: { memory: 512 },
      says: /memory: unknown setting; did you mean "memorySize"\?/,
    },
    { title: 'malformed JSON', iotAccess: '{memorySize: 512}', says: /given "\{memorySize: 512\}": not JSON/ },
    {
      title: 'an IoT policy that is too long',
      iotAccess: { access: { publish: manyTopics } },
      says: /access: makes an IoT policy of \d{4} characters, \d+ more than the 2048/,
    },
  ])(
    'says what is wrong with $title and makes nothing',
    async ({ iotAccess, says }) => {
      const { code, stderr } = await runApp(outdir, iotAccess);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^The settings "iotAccess" cannot be used:\n {2}[^\n]+\n$/);
      expect(stderr).toMatch(says);
      expect(existsSync(join(outdir, 'manifest.json'))).toBe(false);
    },
    slowProcess,
  );
});

/** As the CDK CLI runs it: the context in one environment variable, the folder to write to in another. */
function runApp(outdir: string, iotAccess: unknown): Promise<{ code: number; stderr: string }> {
  const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));
  const env = {
    PATH: process.env.PATH,
    CDK_OUTDIR: outdir,
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, iotAccess, 'aws:cdk:bundling-stacks': [] }),
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'bin/app.ts'], { cwd: repository, env }, (error, _stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    );
  });
}
