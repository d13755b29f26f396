import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { sandboxOfFunctions, type TriedFunction, writeFiles } from './stack-of-functions.js';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const packageOf = (name: string, exported: string, type = 'commonjs') => ({
  [`${name}/package.json`]: JSON.stringify({ name, type, exports: './i.js' }),
  [`${name}/i.js`]: type === 'module' ? `export const from = ${exported};` : `exports.from = ${exported};`,
});
const esm = (...names: string[]) => `
  ${names.map((name, index) => `import { from as from${index} } from '${name}';`).join('\n')}
  export const handler = async () => [${names.map((_, index) => `from${index}`)}];`;
const cjs = (...names: string[]) =>
  `exports.handler = async () => [${names.map((name) => `require('${name}').from`)}];`;

/** What the function `F` answers, in an app with these files, with these layers, the last one highest. */
async function answerOf(
  { properties, ...tried }: TriedFunction,
  app: Readonly<Record<string, string>> = {},
  layers: readonly Readonly<Record<string, string>>[] = [],
) {
  const layerOf = (index: number) => `Layer${index}`;
  // A function's asset is as good as a layer's: what is in it is laid out.
  const assets = Object.fromEntries(layers.map((files, index) => [layerOf(index), { files }]));
  const versions = layers.map((_, index) => [
    `${layerOf(index)}Version`,
    {
      Type: 'AWS::Lambda::LayerVersion',
      Properties: { Content: { S3Bucket: 'assets', S3Key: `${layerOf(index)}.zip` } },
    },
  ]);
  const Layers = layers.map((_, index) => ({ Ref: `${layerOf(index)}Version` }));
  const place = await sandboxOfFunctions(
    { F: { ...tried, properties: { Layers, Timeout: 20, ...properties } }, ...assets },
    Object.fromEntries(versions),
  );
  endings.push(place.stop);
  writeFiles(place.app, app);
  return (await place.invoke('F')).payload;
}

describe.each([
  { kind: 'an ES module', file: 'index.mjs', code: esm },
  { kind: 'CommonJS', file: 'index.js', code: cjs },
])('modules of a function in $kind', ({ file, code }) => {
  it("are its own, then a layer's, then the AWS SDK of the app", async () => {
    const app = {
      ...packageOf('node_modules/@aws-sdk/client-s3', '"app"'),
      ...packageOf('node_modules/@aws-sdk/client-sqs', '"app"'),
      ...packageOf('node_modules/@aws-sdk/client-sns', '"app"'),
    };
    const layers = [
      {
        ...packageOf('nodejs/node_modules/@aws-sdk/client-sqs', '"layer"'),
        ...packageOf('nodejs/node_modules/both', '"low"'),
      },
      { ...packageOf('nodejs/node_modules/both', '"high"'), ...packageOf('nodejs/node24/node_modules/newer', '"24"') },
    ];
    const files = {
      [file]: code('@aws-sdk/client-s3', '@aws-sdk/client-sqs', '@aws-sdk/client-sns', 'both', 'newer'),
      ...packageOf('node_modules/@aws-sdk/client-s3', '"own"'),
    };
    expect(await answerOf({ files }, app, layers)).toEqual(['own', 'layer', 'app', 'high', '24']);
  });

  it('that a layer imports are those of the layer, and the AWS SDK', async () => {
    const imports = '(require("inner").from + require("@aws-sdk/client-s3").from)';
    const layer = {
      ...packageOf('nodejs/node_modules/outer', imports),
      ...packageOf('nodejs/node_modules/inner', '"i"'),
    };
    const app = packageOf('node_modules/@aws-sdk/client-s3', '"s3"');
    expect(await answerOf({ files: { [file]: code('outer') } }, app, [layer])).toEqual(['is3']);
  });

  it.each([
    {
      title: 'that the app has and does not deploy',
      name: 'express',
      words:
        "Cannot find package 'express'. It is neither in the function's code nor in a layer, and Lambda does not bring it",
    },
    {
      title: 'of the AWS SDK that the app has not installed, with what installs it',
      name: '@aws-sdk/client-made-up',
      words: 'Lambda brings it, and here the app has to: npm i -D @aws-sdk/client-made-up',
    },
    {
      title: 'of version 2 of the AWS SDK',
      name: 'aws-sdk',
      words: 'Lambda brings version 2 of the AWS SDK up to Node.js 16 alone',
    },
  ])('are not found where Lambda would not find them: one $title', async ({ name, words }) => {
    const app = { ...packageOf('node_modules/express', '1'), ...packageOf('node_modules/aws-sdk', '2') };
    const answer = await answerOf({ files: { [file]: code(name) } }, app);
    expect(answer).toMatchObject({ errorMessage: expect.stringContaining(words) });
  });

  it('of the AWS SDK come with the sandbox where the app has none', async () => {
    const iot = file.endsWith('.mjs')
      ? "import { IoTClient } from '@aws-sdk/client-iot'; export const handler = async () => typeof IoTClient;"
      : "const { IoTClient } = require('@aws-sdk/client-iot'); exports.handler = async () => typeof IoTClient;";
    expect(await answerOf({ files: { [file]: iot } })).toBe('function');
  });
});

describe('a file .js without a package.json', () => {
  const inModuleApp = { 'package.json': '{"type":"module"}' };
  const commonJs = {
    'index.js': 'const { n } = require("./other.js"); exports.handler = async () => n;',
    'other.js': 'exports.n = 1;',
  };
  const esModule = {
    'index.js': "import { x } from './other.mjs'; export const handler = async () => x;",
    'other.mjs': 'export const x = 2;',
  };

  it.each([
    { title: 'is CommonJS', files: commonJs, app: {}, answer: 1 },
    {
      title: 'is CommonJS in an app of ES modules, whose package.json is not deployed',
      files: commonJs,
      app: inModuleApp,
      answer: 1,
    },
    { title: 'is an ES module from Node.js 24 on if its syntax says so', files: esModule, app: inModuleApp, answer: 2 },
    {
      title: 'is no ES module before, whatever its syntax',
      files: esModule,
      app: inModuleApp,
      properties: { Runtime: 'nodejs22.x' },
      answer: expect.objectContaining({ errorType: 'Runtime.UserCodeSyntaxError' }),
    },
    {
      title: 'is one with a package.json that says so',
      files: { ...esModule, ...inModuleApp },
      app: {},
      properties: { Runtime: 'nodejs22.x' },
      answer: 2,
    },
  ])('$title', async ({ files, app, answer, properties = {} }) => {
    expect(await answerOf({ files, properties }, app)).toEqual(answer);
  });
});

it('a path below /opt is one in a layer', async () => {
  const files = { 'index.js': "const { n } = require('/opt/nodejs/shared'); exports.handler = async () => n;" };
  expect(
    await answerOf({ files }, { 'package.json': '{"type":"module"}' }, [{ 'nodejs/shared.js': 'exports.n = 3;' }]),
  ).toBe(3);
});

it('a layer of elsewhere is refused by name', async () => {
  const arn = 'arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:38';
  const answer = await answerOf({ files: { 'index.js': '' }, properties: { Layers: [arn] } });
  expect(answer.errorMessage).toContain(`layer ${arn} of function F, which is not in the template`);
});

describe('code that was packed before the synthesis', () => {
  /** A function whose asset is a file with these bytes. */
  async function packedOf(bytes: Uint8Array) {
    const place = await sandboxOfFunctions({ F: { files: {}, properties: { Timeout: 20 } } });
    endings.push(place.stop);
    const asset = join(place.app, 'cdk.out/asset.F');
    rmSync(asset, { recursive: true });
    writeFileSync(asset, bytes);
    return (await place.invoke('F')).payload;
  }
  const handler = strToU8('exports.handler = async () => require("./lib/n.js").n;');

  it('is unpacked', async () => {
    const files = { 'index.js': handler, 'lib/': new Uint8Array(), 'lib/n.js': strToU8('exports.n = 4;') };
    expect(await packedOf(zipSync(files))).toBe(4);
  });

  it.each([
    {
      title: 'is no ZIP archive',
      bytes: strToU8('PK'),
      words: /function F, whose code \(.*asset\.F\) is no ZIP archive/,
    },
    { title: 'leaves its folder', bytes: zipSync({ '../../x.js': handler }), words: /has the file \.\.\/\.\.\/x\.js/ },
  ])('is refused by name where it $title', async ({ bytes, words }) => {
    expect((await packedOf(bytes)).errorMessage).toMatch(words);
  });
});
