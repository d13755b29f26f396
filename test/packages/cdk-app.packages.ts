import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdkApps } from './cdk-app.js';
import { type EmptyProject, emptyProject } from './empty-project.js';
import { moduleKinds, typeCheck } from './type-check.js';

const repository = join(import.meta.dirname, '../..');
const installed = join(repository, 'node_modules');
const { peerDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  peerDependencies: Record<string, string>;
};
/** The first version that a range `^X` takes. */
const lowest = (name: string) => `${name}@${peerDependencies[name]?.replace('^', '')}`;

describe.each([
  { cdk: 'the lowest', packages: [lowest('aws-cdk-lib'), lowest('constructs')] },
  { cdk: 'the newest', packages: ['aws-cdk-lib', 'constructs'].map((name) => join(installed, name)) },
])('cognito-iot-access in an empty CDK app, with $cdk aws-cdk-lib that it takes', ({ packages }) => {
  let project: EmptyProject;

  beforeAll(() => {
    project = emptyProject(['cognito-iot-access'], [...packages, '@types/node@20']);
    project.write(cdkApps);
  });

  afterAll(() => project.remove());

  const cli = (app: string, out: string) => {
    const options = ['synth', '--quiet', '--no-notices', '--no-version-reporting', '--output', out];
    return [join(installed, 'aws-cdk/bin/cdk'), ...options, '--app', `${process.execPath} ${app}`];
  };
  const typeScript = (app: string) => [join(installed, 'tsx/dist/cli.mjs'), app];

  it.each([
    { app: 'app.cjs', by: 'the CDK CLI', command: cli },
    // As the CLI runs it, without the CLI.
    { app: 'app.mjs', by: 'itself', command: (app: string) => [app] },
    { app: 'app.ts', by: 'tsx', command: typeScript },
  ])('is synthesized by $app, run by $by, with the ready-made Lambda bundle', ({ app, command }) => {
    const out = join(project.folder, `out-${app}`);
    project.run(process.execPath, command(app, out), { CDK_OUTDIR: out });
    const template = JSON.parse(readFileSync(join(out, 'Mine.template.json'), 'utf8'));
    const types = Object.values(template.Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect(types).toEqual(expect.arrayContaining(['AWS::Cognito::IdentityPool', 'AWS::IoT::Policy']));
    const bundles = readdirSync(out).filter((name) => existsSync(join(out, name, 'index.mjs')));
    const sources = bundles.map((name) => readFileSync(join(out, name, 'index.mjs'), 'utf8'));
    expect(sources.some((source) => source.includes('GuestIdentity'))).toBe(true);
  });

  it.each(moduleKinds)('has types under $kind', ({ options }) => {
    project.write({ 'typed.cts': cdkApps['app.ts'], 'typed.mts': cdkApps['app.ts'] });
    const files = options.includes('bundler') ? ['app.ts'] : ['typed.cts', 'typed.mts'];
    // The CDK's own types are the CDK's to check.
    expect(typeCheck(project, files, options, true)).toBe('');
  });

  it('gives require and import the same classes', () => {
    const script = `import { createRequire } from 'node:module';
import { IotAccess } from 'cognito-iot-access';
console.log(createRequire(import.meta.url)('cognito-iot-access').IotAccess === IotAccess);`;
    expect(project.run(process.execPath, ['--input-type=module', '--eval', script]).trim()).toBe('true');
  });
});
