import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Packed, packed, packedPackages } from './packed.js';

const repository = join(import.meta.dirname, '../..');
const bin = (name: string) => join(repository, 'node_modules/.bin', name);
const packages = packedPackages().map((one) => [one.name, one] as const);

describe('what is published', () => {
  it.each(packages)('of %s is found right by publint', (_name, { file }) => {
    const said = execFileSync(bin('publint'), ['--strict', file], { encoding: 'utf8' });
    // `imports` in place of the field `browser` is not read by every Metro; a bundler that does not read the field takes
    // MQTT.js as it is.
    expect(said.replace(/Suggestions:\n1\. pkg\.browser with an object value .*\n(?!2\.)/, 'All good!')).toContain(
      'All good!',
    );
  });

  // The command has no types: nobody imports it.
  it.each(packages.filter(([name]) => name !== 'cognito-iot'))('of %s has types right for all', (_name, { file }) => {
    const said = execFileSync(bin('attw'), [file, '--no-emoji'], { encoding: 'utf8' });
    expect(said).toContain('No problems found');
  });

  it('is of one version, with the command tied to its sandbox', () => {
    const manifests = packages.map(([, one]) => manifestOf(one));
    const [version] = manifests.map((one) => one.version);
    expect(manifests.map((one) => one.version)).toEqual(Array(4).fill(version));
    expect(manifestOf(packed('cognito-iot')).dependencies?.['cognito-iot-sandbox']).toBe(version);
    expect(manifests.every((one) => one.publishConfig?.provenance && one.repository && !one.private)).toBe(true);
  });

  it.each([
    ['cognito-iot-access', ['zod']],
    ['cognito-iot-client', ['mqtt']],
    [
      'cognito-iot-sandbox',
      ['@aws-sdk/client-iot', '@smithy/core', '@smithy/signature-v4', 'express', 'fs-native-extensions', 'ws', 'zod'],
    ],
    [
      'cognito-iot',
      [
        '@aws-cdk/cloudformation-diff',
        '@aws-sdk/client-api-gateway',
        '@aws-sdk/client-cloudformation',
        '@aws-sdk/client-cloudwatch-logs',
        '@aws-sdk/client-cognito-identity',
        '@aws-sdk/client-cognito-identity-provider',
        '@aws-sdk/client-dynamodb',
        '@aws-sdk/client-iam',
        '@aws-sdk/client-iot',
        '@aws-sdk/client-iot-data-plane',
        '@aws-sdk/client-lambda',
        '@aws-sdk/client-sts',
        'cli-progress',
        'cli-table3',
        'cognito-iot-sandbox',
        'commander',
        'mqtt',
      ],
    ],
  ])('of %s needs these packages and no other', (name, dependencies) => {
    expect(Object.keys(manifestOf(packed(name)).dependencies ?? {}).sort()).toEqual(dependencies);
  });

  it.each([
    [
      'cognito-iot-access',
      [
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/directory/index.d.ts',
        'dist/directory/index.js',
        'dist/directory/package.json',
        'dist/grants/index.d.ts',
        'dist/grants/index.js',
        'dist/grants/package.json',
        'dist/lambda/attach-policy/index.mjs',
        'dist/lambda/attach-policy-with-directory/index.mjs',
        'dist/lambda/detach-on-delete/index.mjs',
        'dist/lambda/link-accounts/index.mjs',
        'dist/lambda/sweep/index.mjs',
        'dist/lib/index.d.ts',
        'dist/lib/index.js',
        'dist/lib/package.json',
      ],
    ],
    [
      'cognito-iot-client',
      [
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/cognito-iot-client.global.js',
        // By which a CommonJS file takes an ES module's default.
        'dist/rolldown-runtime.cjs',
        'dist/script-tag.html',
        ...['index', 'react', 'testing'].flatMap((name) =>
          ['cjs', 'd.cts', 'd.ts', 'js'].map((kind) => `dist/${name}.${kind}`),
        ),
        // What is loaded when it is needed, and what that shares with the index.
        ...[
          'abortable',
          'call-within',
          'emitter',
          'engine',
          'join-presence',
          'kept-outboxes',
          'message-dropped-error',
          'mqtt-in-browsers',
          'mqtt-js',
          'mqtt-session',
          'open-mqtt',
          'request-timeout-error',
          'revoked-error',
          'sha256-in-script',
        ].flatMap((name) => [`dist/${name}.cjs`, `dist/${name}.js`]),
      ],
    ],
  ])('of %s carries what is used, and no sources', (name, contents) => {
    expect([...packed(name).contents].sort()).toEqual(['LICENSE', 'README.md', 'package.json', ...contents].sort());
  });

  it('of cognito-iot carries the build in files that are named after what they do, and no sources', () => {
    const { contents } = packed('cognito-iot');
    const built = contents.filter((path) => /^dist\/[a-z]+(-[a-z]+)*\.js$/.test(path));
    expect(built).toEqual(expect.arrayContaining(['dist/main.js', 'dist/run-sandbox.js']));
    const others = contents.filter((path) => !built.includes(path));
    expect(others.sort()).toEqual([
      'LICENSE',
      'README.md',
      'cognito-iot.js',
      'dist/THIRD-PARTY-NOTICES.txt',
      'package.json',
    ]);
  });

  it('of cognito-iot-sandbox carries the build, the functions’ process and no sources', () => {
    const { contents } = packed('cognito-iot-sandbox');
    expect(contents).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/runtime/bootstrap.mjs',
        'dist/console.html',
        'README.md',
        'LICENSE',
      ]),
    );
    expect(contents.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });
});

interface Manifest {
  readonly version: string;
  readonly private?: boolean;
  readonly repository?: object;
  readonly publishConfig?: { readonly provenance?: boolean };
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** As it is in the tarball: npm writes it anew. */
function manifestOf({ file }: Packed): Manifest {
  const text = execFileSync('tar', ['--extract', '--to-stdout', '--file', file, 'package/package.json'], {
    encoding: 'utf8',
  });
  return JSON.parse(text) as Manifest;
}
