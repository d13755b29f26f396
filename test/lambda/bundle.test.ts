import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { environment } from './attach-policy/function-under-test.js';
import { type IotStub, iotException, startIotStub } from './attach-policy/iot-stub.js';
import { identityId, restEvent } from './attach-policy/signed-request.js';

const run = promisify(execFile);
/** Lambda's own Node, where there is one: the machine's may be older. */
const lambdaNode = process.env.LAMBDA_NODE ?? process.execPath;
const script = join(import.meta.dirname, '../../lambda/bundle.mjs');

/** Runs the bundle where there is no node_modules, once per event given, and prints the answers. */
const invoker = `
  import { handler } from './index.mjs';
  const context = { awsRequestId: 'lambda-request-id', getRemainingTimeInMillis: () => 10_000 };
  const answers = [];
  for (const event of JSON.parse(process.argv[2])) answers.push(await handler(event, context));
  process.stdout.write('\\n' + JSON.stringify(answers));
`;

describe('the bundle', () => {
  let folder: string;
  let printed: string;
  let text: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attach-policy-bundle-'));
    const { stdout, stderr } = await run(process.execPath, [script, folder]);
    printed = stdout + stderr;
    text = await readFile(join(folder, 'index.mjs'), 'utf8');
  }, 30_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is one file, made without a word', async () => {
    expect(await readdir(folder)).toEqual(['index.mjs']);
    expect(printed).toBe('');
  });

  it('is the same, byte for byte, when made again', async () => {
    const again = await mkdtemp(join(tmpdir(), 'attach-policy-bundle-'));
    try {
      await run(process.execPath, [script, again]);
      expect(await readFile(join(again, 'index.mjs'), 'utf8')).toBe(text);
    } finally {
      await rm(again, { recursive: true, force: true });
    }
  }, 30_000);

  it('stays small: a cold start reads and compiles all of it', () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(330_000);
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(104_000);
  });

  it.each([
    { bulk: "iconv-lite's character tables", trace: /shiftjis|cp936|gb18030/i },
    { bulk: 'body-parser and debug', trace: /entity\.too\.large|supports-color|formatArgs/ },
    { bulk: 'qs and what it needs', trace: /arrayFormat|side-channel|object-inspect/ },
    { bulk: "mime-db's media types", trace: /application\/vnd\./ },
    { bulk: "the SDK's event streams", trace: /:event-type|Truncated event message/ },
    { bulk: "the SDK's credential chain", trace: /sso_start_url|AWS_CONTAINER_CREDENTIALS|AssumeRoleWithWebIdentity/ },
    { bulk: 'the operations of AWS IoT that are not called', trace: /CreateProvisioningTemplate/ },
  ])('is without $bulk', ({ trace }) => {
    expect(text.match(trace)).toBeNull();
  });

  it('needs nothing but what is built into Node, and imports none of that, for Node then loads all of it', () => {
    const taken = [...text.matchAll(/getBuiltinModule\(([`"'])([^`"']+)\1\)/g)].map(([, , name]) => name ?? '');
    expect(taken).toEqual(expect.arrayContaining(['node:https', 'node:http', 'http']));
    expect(taken.filter((name) => !isBuiltin(name))).toEqual([]);
    // The SDK would read the developer's own ~/.aws, and Node load for 5 ms what that takes.
    expect(taken).not.toContain('node:fs/promises');
    const imports = /(?:\bfrom|\bimport\(|\bimport)\s*[`"']([^`"']+)[`"']/g;
    // The bundler's own, for a `require` of what is known only when it runs: Express's view engines.
    expect([...text.matchAll(imports)].map(([, name]) => name)).toEqual(['node:module']);
  });

  describe('in an empty folder', () => {
    let stub: IotStub;
    let authorization: (string | undefined)[];
    let token: unknown;

    beforeAll(async () => {
      await writeFile(join(folder, 'invoke.mjs'), invoker);
      await writeFile(join(folder, 'empty.mjs'), '');
      authorization = [];
      stub = await startIotStub((response, index, request) => {
        authorization.push(request.headers.authorization);
        token = request.headers['x-amz-security-token'];
        // The first request is the one that opens the connection.
        if (index < 2) response.end();
        else iotException(response, 410, 'LimitExceededException');
      });
    });

    afterAll(() => stub.stop());

    const lambdaEnvironment = () => ({
      ...environment,
      AWS_ENDPOINT_URL: stub.url,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session-token',
    });
    const invoke = async (events: object[], overrides: object = {}) => {
      const env = { ...lambdaEnvironment(), ...overrides };
      const { stdout } = await run(lambdaNode, ['invoke.mjs', JSON.stringify(events)], { cwd: folder, env });
      return JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
    };

    it("attaches with the role's credentials, knows AWS IoT's errors, and refuses who is not signed in", async () => {
      const answers = await invoke([restEvent(), restEvent(), restEvent({ signer: 'IAM user' })]);
      expect(answers.map((answer: { statusCode: number }) => answer.statusCode)).toEqual([200, 409, 403]);
      expect(JSON.parse(answers[0].body)).toMatchObject({ identityId, policyName: 'MyPolicy' });
      expect(answers[0].headers['content-type']).toBe('application/json; charset=utf-8');
      const put = 'PUT /target-policies/MyPolicy';
      expect(stub.requests).toEqual(['GET /', put, put]);
      expect(stub.connections()).toBe(1);
      expect(authorization[1]).toContain('Credential=AKIDEXAMPLE/');
      expect(token).toBe('session-token');
    }, 30_000);

    it('does not load without its environment, and says what is missing', async () => {
      await expect(invoke([], { IOT_POLICY_NAME: '' })).rejects.toThrow('IOT_POLICY_NAME');
    }, 30_000);

    const evaluate = async (script: string) => {
      const { stdout } = await run(lambdaNode, ['--eval', script], { cwd: folder, env: lambdaEnvironment() });
      return stdout;
    };

    it('exports an async handler: Lambda on Node 24 refuses one that takes a callback', async () => {
      const script = "import('./index.mjs').then(({ handler }) => process.stdout.write(String(handler.length)))";
      expect(await evaluate(script)).toBe('2');
    }, 30_000);

    // Node 20 needs some of it for any import, and has no WebSocket; the CI runs this file with Lambda's Node, too.
    it.each(['deps/undici', 'internal/webstreams/', 'internal/fs/promises'])(
      'is loaded, and has called AWS IoT once, without %s, which takes Node long to load',
      async (name) => {
        const script = `
          const loaded = () => process.moduleLoadList.filter((module) => module.includes('${name}')).join();
          import('./empty.mjs').then(async () => {
            const before = loaded();
            await import('./index.mjs');
            process.stdout.write(loaded().replace(before, ''));
          });`;
        expect(await evaluate(script)).toBe('');
      },
      30_000,
    );

    // Here and not among the retries: jest's own Error is not Node's, and the SDK asks for Node's.
    it('says IotUnavailable when nobody listens', async () => {
      await stub.stop();
      const [{ statusCode, body }] = await invoke([restEvent()]);
      expect({ statusCode, code: JSON.parse(body).code }).toEqual({ statusCode: 503, code: 'IotUnavailable' });
    }, 30_000);
  });
});
