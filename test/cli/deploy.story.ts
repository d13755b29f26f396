import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readAssembly, type Sandbox } from '../../sandbox/index.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { sharedAssemblyFolder } from '../support/shared-assembly.js';

const repository = join(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const next = sharedAssemblyFolder();
let app: string;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox({ assembly: readAssembly(sharedAssemblyFolder({ groups: [{ name: 'staff' }] })) });
  // An app whose synthesis is what was synthesized before.
  app = mkdtempSync(join(tmpdir(), 'deploy-'));
  const copy = `import { cpSync } from 'node:fs';\ncpSync(${JSON.stringify(next)}, process.env.CDK_OUTDIR, { recursive: true });\n`;
  writeFileSync(join(app, 'app.mjs'), copy);
  writeFileSync(join(app, 'cdk.json'), JSON.stringify({ app: 'node app.mjs' }));
}, 60_000);
afterAll(async () => {
  rmSync(app, { recursive: true });
  await sandbox.stop();
});

it('npm run deploy deploys nothing by which users lose something, unless it was accepted', async () => {
  expect(scripts.deploy).toBe('tsx cli/deploy.ts');
  const refused = await deploy();
  expect(refused.code).toBe(1);
  expect(refused.said).toMatch(/GroupLost: Cognito::UserPoolGroup/);
  expect(refused.said).toMatch(/Nothing was deployed\.\n$/);
  // What the CDK then says to the sandbox, which deploys nothing, is not looked at.
  const accepted = await deploy('--accept', 'GroupLost', '--require-approval', 'never');
  expect(accepted.said).toMatch(/Accepted:\n {2}GroupLost/);
  expect(accepted.said).not.toMatch(/Nothing was deployed|Unknown argument|accept GroupLost/);
}, 240_000);

async function deploy(...args: readonly string[]) {
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator();
  const env = {
    ...process.env,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
  const command = [
    '--import',
    join(repository, 'node_modules/tsx/dist/esm/index.mjs'),
    join(repository, 'cli/deploy.ts'),
  ];
  const child = spawn(process.execPath, [...command, ...args], { cwd: app, env });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'exit');
  return { code, said: (await said).join('\n') };
}
