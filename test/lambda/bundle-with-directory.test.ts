import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { deviceEnvironment, deviceItem, ownPolicy } from './attach-policy/directory/function-with-directory.js';
import { environment } from './attach-policy/function-under-test.js';
import { type IotStub, startIotStub } from './attach-policy/iot-stub.js';
import { restEvent } from './attach-policy/signed-request.js';

const run = promisify(execFile);
/** Lambda's own Node, where there is one: the machine's may be older. */
const lambdaNode = process.env.LAMBDA_NODE ?? process.execPath;
const repository = join(import.meta.dirname, '../..');

/** Runs the bundle where there is no node_modules, once per event given, and prints the answers. */
const invoker = `
  import { handler } from './index.mjs';
  const context = { awsRequestId: 'lambda-request-id', getRemainingTimeInMillis: () => 10_000 };
  const answers = [];
  for (const event of JSON.parse(process.argv[2])) answers.push(await handler(event, context));
  process.stdout.write('\\n' + JSON.stringify(answers));
`;

describe('the bundle with a directory', () => {
  let folder: string;
  let text: string;
  let plain: string;
  let stub: IotStub;
  let asked: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'directory-bundle-'));
    const bundle = async (to: string, handler: string) => {
      const entry = join(repository, 'lambda/attach-policy', handler);
      const { stdout, stderr } = await run(process.execPath, [join(repository, 'lambda/bundle.mjs'), to, entry]);
      expect(stdout + stderr).toBe('');
      expect(await readdir(to)).toContain('index.mjs');
      return readFile(join(to, 'index.mjs'), 'utf8');
    };
    text = await bundle(folder, 'handler-with-directory.ts');
    plain = await bundle(join(folder, 'plain'), 'handler.ts');
    await writeFile(join(folder, 'invoke.mjs'), invoker);
    stub = await startIotStub((response, _index, request) => {
      const target = request.headers['x-amz-target'];
      asked.push(target === undefined ? `${request.method} ${request.url}` : String(target));
      if (target !== 'DynamoDB_20120810.Query') response.end('{}');
      else response.end(JSON.stringify({ Items: [deviceItem('lamp', 0)] }));
    });
  }, 60_000);

  afterAll(() => Promise.all([rm(folder, { recursive: true, force: true }), stub.stop()]));

  const lambdaEnvironment = (overrides: object = {}) => ({
    ...environment,
    ...deviceEnvironment,
    AWS_ENDPOINT_URL: stub.url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    ...overrides,
  });
  const invoke = async (events: object[], overrides: object = {}) => {
    asked = [];
    const env = lambdaEnvironment(overrides);
    const { stdout } = await run(lambdaNode, ['invoke.mjs', JSON.stringify(events)], { cwd: folder, env });
    return JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
  };

  it('is the only one with the client of DynamoDB in it', () => {
    expect(text).toContain('DynamoDB_20120810');
    expect(plain).not.toMatch(/DynamoDB_|DIRECTORY_TABLE/);
  });

  it('stays small: a cold start reads and compiles all of it', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(378_000);
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(116_000);
  });

  it.each([
    { bulk: "iconv-lite's character tables", trace: /shiftjis|cp936|gb18030/i },
    { bulk: 'body-parser and debug', trace: /entity\.too\.large|supports-color|formatArgs/ },
    { bulk: "mime-db's media types", trace: /application\/vnd\./ },
    { bulk: "the SDK's event streams", trace: /:event-type|Truncated event message/ },
    { bulk: "the SDK's credential chain", trace: /sso_start_url|AWS_CONTAINER_CREDENTIALS|AssumeRoleWithWebIdentity/ },
    { bulk: 'the operations of DynamoDB that are not called', trace: /TransactWriteItems|CreateBackup/ },
  ])('is without $bulk', ({ trace }) => {
    expect(text.match(trace)).toBeNull();
  });

  it('needs nothing but what is built into Node, and imports none of that', () => {
    const taken = [...text.matchAll(/getBuiltinModule\(([`"'])([^`"']+)\1\)/g)].map(([, , name]) => name ?? '');
    expect(taken.filter((name) => !isBuiltin(name) || name === 'node:fs/promises')).toEqual([]);
    const imports = /(?:\bfrom|\bimport\(|\bimport)\s*[`"']([^`"']+)[`"']/g;
    expect([...text.matchAll(imports)].map(([, name]) => name)).toEqual(['node:module']);
  });

  it('records and attaches in an empty folder, over the connections that init has opened', async () => {
    const [answer, refused] = await invoke([restEvent(), restEvent({ signer: 'IAM user' })]);
    expect([answer.statusCode, refused.statusCode]).toEqual([200, 403]);
    expect(JSON.parse(answer.body).connection.devices).toMatchObject({ names: ['lamp'], all: false });
    const ofInit = asked.filter((request) => request === 'GET /');
    expect(ofInit).toHaveLength(3);
    expect(asked.slice(3, 5)).toEqual(['DynamoDB_20120810.UpdateItem', 'DynamoDB_20120810.Query']);
    const policies = ['MyPolicy', ownPolicy(0)].map((name) => `PUT /target-policies/${name}`);
    expect(asked.slice(5).sort()).toEqual(policies.sort());
    // Of the two that are attached at once, one needs a connection of its own.
    expect(stub.connections()).toBe(3);
  }, 30_000);

  it.each(['deps/undici', 'internal/webstreams/', 'internal/fs/promises'])(
    'is primed without %s',
    async (name) => {
      await writeFile(join(folder, 'empty.mjs'), '');
      const script = `
      const loaded = () => process.moduleLoadList.filter((module) => module.includes('${name}')).join();
      import('./empty.mjs').then(async () => {
        const before = loaded();
        await import('./index.mjs');
        process.stdout.write(loaded().replace(before, ''));
      });`;
      const { stdout } = await run(lambdaNode, ['--eval', script], { cwd: folder, env: lambdaEnvironment() });
      expect(stdout).toBe('');
    },
    30_000,
  );

  it('does not load without its environment, and says what is missing', async () => {
    await expect(invoke([], { DIRECTORY_TABLE: '' })).rejects.toThrow('DIRECTORY_TABLE');
  }, 30_000);

  it('says DirectoryUnavailable when DynamoDB does not listen', async () => {
    const [{ statusCode, body }] = await invoke([restEvent()], { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' });
    expect({ statusCode, code: JSON.parse(body).code }).toEqual({ statusCode: 503, code: 'DirectoryUnavailable' });
    expect(asked).toEqual(['GET /']);
  }, 30_000);
});
