import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFunctionRunner,
  type FunctionRunner,
  type FunctionRunnerOptions,
} from '../../../sandbox/lambda/function-runner.js';

const credentials = { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't', expiration: 0 };
const folder = mkdtempSync(join(tmpdir(), 'function-runner-'));
const runners: FunctionRunner[] = [];
afterAll(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  rmSync(folder, { recursive: true });
});

const QUEUES = 'https://sqs.us-east-1.amazonaws.com';
const settings = {
  functionName: 'F',
  functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:F',
  version: '$LATEST',
  roleArn: 'arn',
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  memorySize: 128,
  timeoutSeconds: 5,
  environment: { OWN: 'yes', AWS_REGION: 'nowhere' } as Record<string, string>,
  logFormat: 'JSON' as const,
  logGroup: '/aws/lambda/F',
  permissions: [],
};

function runnerOf(
  code: string,
  handler = 'index.handler',
  options: Partial<Omit<FunctionRunnerOptions, 'settings'>> & { settings?: Partial<typeof settings> } = {},
) {
  const codeFolder = mkdtempSync(join(folder, 'code-'));
  writeFileSync(join(codeFolder, 'index.mjs'), code);
  const lines: string[] = [];
  const runner = createFunctionRunner({
    region: 'us-east-1',
    credentials,
    endpoints: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    onLogLine: (line) => lines.push(line),
    begin: () => () => undefined,
    ...options,
    settings: { ...settings, ...options.settings, codeFolder, layerFolders: [], appFolder: codeFolder, handler },
  });
  runners.push(runner);
  return { runner, lines };
}

describe('a function', () => {
  it("has the template's environment, the reserved names of Lambda, and nothing of this machine", async () => {
    const { runner, lines } = runnerOf(
      "export const handler = async (event, context) => { console.log('hello'); return { event, context, env: process.env }; };",
    );
    const cognitoIdentity = { cognitoIdentityId: 'id', cognitoIdentityPoolId: 'pool' };
    const result = await runner.invoke({ event: { a: 1 }, cognitoIdentity });
    expect(result).toMatchObject({
      ok: true,
      payload: {
        event: { a: 1 },
        context: { functionName: 'F', memoryLimitInMB: '128', identity: cognitoIdentity },
        env: { OWN: 'yes', AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ACCESS_KEY_ID: 'ASIA' },
      },
    });
    expect(JSON.stringify(result)).not.toContain(process.env.PATH);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'INFO', message: 'hello' });
  });

  it.each([
    { endpoints: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, queue: 'http://127.0.0.1:1/111122223333/q' },
    {
      endpoints: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:2/' },
      queue: 'http://127.0.0.1:2/111122223333/q',
    },
  ])('is given no address of a queue on AWS: $queue', async ({ endpoints, queue }) => {
    const { runner } = runnerOf('export const handler = async () => process.env.QUEUE;', 'index.handler', {
      endpoints,
      settings: { ...settings, environment: { ...settings.environment, QUEUE: `${QUEUES}/111122223333/q` } },
    });
    expect(await runner.invoke({ event: {} })).toEqual({ ok: true, payload: queue });
  });

  it('has its whole time-out after it has loaded, however long that takes', async () => {
    const { runner } = runnerOf(
      `await new Promise((resolve) => setTimeout(resolve, 1500));
      export const handler = async (event, context) => context.getRemainingTimeInMillis();`,
      'index.handler',
      { settings: { ...settings, timeoutSeconds: 1 } },
    );
    expect(await runner.invoke({ event: {} })).toEqual({ ok: true, payload: expect.any(Number) });
  });

  it.each([
    { title: 'that throws while it loads', code: "throw new RangeError('broken');", type: 'RangeError' },
    { title: 'without its handler', code: 'export const other = 1;', type: 'Runtime.HandlerNotFound' },
    { title: 'whose file is not there', code: '', handler: 'main.handler', type: 'Runtime.ImportModuleError' },
    {
      title: 'that wants a callback, which Node.js 24 no longer gives',
      code: 'export const handler = (event, context, callback) => callback(null, 1);',
      type: 'Runtime.CallbackHandlerDeprecated',
    },
  ])('$title fails each call', async ({ code, handler, type }) => {
    const { runner } = runnerOf(code, handler);
    expect(await runner.invoke({ event: {} })).toMatchObject({ ok: false, errorType: type });
    expect(await runner.invoke({ event: {} })).toMatchObject({ ok: false, errorType: type });
  });

  it('is answered for by its own process alone', async () => {
    const { runner } = runnerOf(
      `export const handler = async () => {
        const api = process.env.AWS_LAMBDA_RUNTIME_API;
        const env = JSON.stringify(process.env);
        const post = (path, more = {}, base = '/2018-06-01/runtime') => fetch('http://' + api + base + path, {
          method: 'POST',
          body: '"forged"',
          ...more,
          headers: { 'content-type': 'application/json', ...more.headers },
        }).then(({ status }) => status);
        return { env, statuses: [
          await post('/invocation/x/response'),
          await post('/response', {}, ''),
          await post('/init/error'),
          await post('/invocation/x/response', { headers: { authorization: 'Bearer x', 'content-type': 'text/plain' } }),
          await fetch('http://' + api + '/2018-06-01/runtime/invocation/next').then(({ status }) => status),
        ] };
      };`,
    );
    const result = await runner.invoke({ event: {} });
    expect(result).toMatchObject({ ok: true, payload: { statuses: [403, 403, 403, 403, 403] } });
    expect(JSON.stringify(result)).not.toMatch(/Bearer|AUTHORIZATION/);
    expect(await runner.invoke({ event: {} })).toMatchObject({ ok: true });
  });

  it('runs calls at the same time in processes of their own, and ends them all', async () => {
    const { runner } = runnerOf(
      'export const handler = async () => { await new Promise((done) => setTimeout(done, 300)); return process.pid; };',
    );
    const results = await Promise.all([runner.invoke({ event: {} }), runner.invoke({ event: {} })]);
    const pids = results.map((result) => (result.ok ? Number(result.payload) : 0));
    expect(new Set(pids).size).toBe(2);
    await runner.stop();
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('answers more calls at once than this machine gives it processes, and says once that they wait', async () => {
    const code = 'export const handler = async () => process.pid;';
    const { runner, lines } = runnerOf(code, 'index.handler', { mostProcesses: 2 });
    const results = await Promise.all(Array.from({ length: 6 }, () => runner.invoke({ event: {} })));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(new Set(results.map((result) => result.ok && result.payload)).size).toBeLessThanOrEqual(2);
    expect(lines).toEqual(['F: more than 2 executions at once wait here for a process; not on AWS']);
  });

  it('gets a client context in any language, also as what it was started for', async () => {
    const { runner } = runnerOf('export const handler = async (event, { clientContext }) => clientContext;');
    const clientContext = { custom: { name: 'Zoë 東京 😀 \u007f\n' } };
    const results = [
      await runner.invoke({ event: {}, clientContext }),
      await runner.invoke({ event: {}, clientContext }),
    ];
    expect(results).toEqual([1, 2].map(() => ({ ok: true, payload: clientContext })));
  });

  it('answers with 6 MB at most', async () => {
    const { runner } = runnerOf("export const handler = async (length) => 'x'.repeat(length);");
    const longest = 6 * 1024 * 1024 + 100;
    expect(await runner.invoke({ event: longest - 1 })).toEqual({
      ok: false,
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect(await runner.invoke({ event: longest - 2 })).toMatchObject({ ok: true });
  });
});
