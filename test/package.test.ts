import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..');
const installed = join(repository, 'node_modules');
const slow = 300_000;

/** Ten lines that somebody else would write, on a user pool that they have already. */
const stack = `
const app = new App();
const stack = new Stack(app, 'Mine');
const access = new IotAccess(stack, 'Access', {
  existing: { userPoolId: 'eu-west-1_EXAMPLE' },
  access: { publish: ['rooms/{identity}/*'] },
});
new CfnOutput(stack, 'Url', { value: access.api.url });
`;
const apps = {
  'app.cjs': `const { App, CfnOutput, Stack } = require('aws-cdk-lib');
const { IotAccess } = require('cognito-iot-access');${stack}`,
  'app.mjs': `import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { IotAccess } from 'cognito-iot-access';${stack}`,
};

describe('the packed package, in an empty CDK app elsewhere', () => {
  let folder: string;
  let files: string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cognito-iot-access-app-'));
    const [tarball] = JSON.parse(
      run('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder], repository).replace(
        /^[^[]*/,
        '',
      ),
    ) as { filename: string; files: { path: string }[] }[];
    files = tarball?.files.map(({ path }) => path) ?? [];
    // From this machine, so that no network is needed: what the app has itself, and the package's one dependency.
    const beside = ['aws-cdk-lib', 'constructs', 'zod'].map((name) => [name, `file:${join(installed, name)}`]);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: Object.fromEntries(beside) }));
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball?.filename}`], folder);
    for (const [name, text] of Object.entries(apps)) writeFileSync(join(folder, name), text);
  }, slow);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const cli = (app: string, out: string) => {
    const options = ['synth', '--quiet', '--no-notices', '--no-version-reporting', '--output', out];
    return [join(installed, 'aws-cdk/bin/cdk'), ...options, '--app', `${process.execPath} ${app}`];
  };

  it.each([
    { app: 'app.cjs', by: 'the CDK CLI', command: cli },
    // As the CLI runs it, without the CLI.
    { app: 'app.mjs', by: 'itself', command: (app: string) => [app] },
  ])(
    'is synthesized by $app, run by $by, with the ready-made Lambda bundle',
    ({ app, command }) => {
      const out = join(folder, `out-${app}`);
      run(process.execPath, command(app, out), folder, { CDK_OUTDIR: out });
      const template = JSON.parse(readFileSync(join(out, 'Mine.template.json'), 'utf8'));
      const types = Object.values(template.Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
      expect(types).toEqual(expect.arrayContaining(['AWS::Cognito::IdentityPool', 'AWS::IoT::Policy']));
      expect(types).not.toContain('AWS::Cognito::UserPool');
      const bundles = readdirSync(out).filter((name) => existsSync(join(out, name, 'index.mjs')));
      const sources = bundles.map((name) => readFileSync(join(out, name, 'index.mjs'), 'utf8'));
      expect(sources.some((source) => source.includes('GuestIdentity'))).toBe(true);
    },
    slow,
  );

  it(
    'has types for both kinds of modules',
    () => {
      writeFileSync(join(folder, 'typed.cts'), apps['app.mjs']);
      writeFileSync(join(folder, 'typed.mts'), apps['app.mjs']);
      const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];
      const types = ['--typeRoots', join(installed, '@types'), '--types', 'node'];
      const tsc = join(installed, 'typescript-native/bin/tsc');
      expect(run(process.execPath, [tsc, ...options, ...types, 'typed.cts', 'typed.mts'], folder)).toBe('');
    },
    slow,
  );

  it('gives require and import the same classes', () => {
    const script = `import { createRequire } from 'node:module';
import { IotAccess } from 'cognito-iot-access';
console.log(createRequire(import.meta.url)('cognito-iot-access').IotAccess === IotAccess);`;
    expect(run(process.execPath, ['--input-type=module', '--eval', script], folder).trim()).toBe('true');
  });

  it('carries what is deployed and what apps import, and no sources', () => {
    const names = files.filter((path) => !/^dist\/(contract|lib(\/[\w-]+)?|client)\/[\w-]+\.d\.ts$/.test(path));
    expect(names.sort()).toEqual([
      'LICENSE',
      ...(existsSync(join(repository, 'README.md')) ? ['README.md'] : []),
      'dist/client/index.js',
      'dist/client/package.json',
      'dist/lambda/attach-policy/index.mjs',
      'dist/lambda/detach-on-delete/index.mjs',
      'dist/lib/index.js',
      'dist/package.json',
      'package.json',
    ]);
  });
});

/** Standard output; throws with standard error where the command fails. Nothing may ask the network. */
function run(command: string, args: readonly string[], cwd: string, more = {}): string {
  const env = {
    ...more,
    PATH: process.env.PATH,
    HOME: tmpdir(),
    CI: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    // CDK's own validation takes longer than the synthesis; it is CDK's to test.
    CDK_VALIDATION: 'false',
    npm_config_offline: 'true',
  };
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
