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

  // An object, as cdk.json may hold it, is what jest's global set-up gives.
  it(
    'makes one stack for any account and Region, set by JSON text',
    async () => {
      // Where people sign up by themselves, synth warns of how many e-mails Cognito sends.
      const { code, stderr } = await runApp(outdir, '{"stackName":"MyStack","selfSignUp":false}');
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

  // What else settings can be wrong with: test/lib/settings.test.ts.
  it.each([
    {
      title: 'an unknown key',
      iotAccess: { memory: 512 },
      says: /memory: unknown setting; did you mean "memorySize"\?/,
    },
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
