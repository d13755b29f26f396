import { execFile } from 'node:child_process';
import { generateKeyPair } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const repository = join(import.meta.dirname, '../..');

/** jest's global set-up: what takes long and is the same for all tests. */
export default async function prepareOnce() {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  await Promise.all([synthesize(), makeSigningKeys()]);
}

/**
 * Synthesizes the default stack, with the real bundle, for every test that boots it. It runs the app as the CDK CLI
 * does, in a process of its own: jest's module mapping does not reach this file.
 */
async function synthesize() {
  // Holds for the tests, too: CDK's own validation takes longer than all the rest, and runs with every `cdk synth`.
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'cognito-iot-access-test-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const { context } = JSON.parse(readFileSync(join(repository, 'cdk.json'), 'utf8'));
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: repository,
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
  });
  process.env.TEST_ASSEMBLY_FOLDER = outdir;
}

/** For `ready-signing-key.ts`. */
async function makeSigningKeys() {
  const keys = await Promise.all([1, 2, 3].map(() => promisify(generateKeyPair)('rsa', { modulusLength: 2048 })));
  process.env.TEST_SIGNING_KEYS = JSON.stringify(keys.map(({ privateKey }) => privateKey.export({ format: 'jwk' })));
}
