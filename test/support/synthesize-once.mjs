import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/**
 * jest's global set-up: synthesizes the default stack once, with the real bundle, for every test that boots it.
 * It runs the app as the CDK CLI does, in a process of its own: jest's module mapping does not reach this file.
 */
export default function synthesizeOnce() {
  // Holds for the tests, too: CDK's own validation takes longer than all the rest, and runs with every `cdk synth`.
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'cognito-iot-access-test-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));
  execFileSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: repository,
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.env.TEST_ASSEMBLY_FOLDER = outdir;
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
