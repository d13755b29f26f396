import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sandboxOfFunctions } from './stack-of-functions.js';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** Calls a function with this code in the template. */
async function inlineOf(ZipFile: string, Runtime: string, event: object = {}, handler = 'index.handler') {
  const properties = { Code: { ZipFile }, Runtime, Handler: handler, Timeout: 20 };
  const place = await sandboxOfFunctions({ F: { properties } });
  endings.push(place.stop);
  return place.invoke('F', { Payload: Buffer.from(JSON.stringify(event)) });
}

it.each([
  { title: 'an async handler', code: 'exports.handler = async ({ n }) => n + 1;', runtime: 'nodejs24.x' },
  {
    title: 'a nested handler',
    code: 'exports.handler = { add: async ({ n }) => n + 1 };',
    runtime: 'nodejs24.x',
    handler: 'index.handler.add',
  },
  {
    title: 'an ES module on Node.js 24',
    code: 'export const handler = async ({ n }) => n + 1;',
    runtime: 'nodejs24.x',
  },
  {
    title: 'a callback before Node.js 24',
    code: 'exports.handler = ({ n }, context, callback) => { setTimeout(() => callback(null, n + 1), 10); };',
    runtime: 'nodejs22.x',
  },
  {
    title: 'context.succeed before Node.js 24',
    code: 'exports.handler = ({ n }, context) => context.succeed(n + 1);',
    runtime: 'nodejs20.x',
  },
])('inline code is run: $title', async ({ code, runtime, handler }) => {
  expect((await inlineOf(code, runtime, { n: 1 }, handler)).payload).toBe(2);
});

it.each([
  {
    title: 'an error by callback',
    code: 'exports.handler = (event, context, callback) => callback(new RangeError("no"));',
    payload: { errorType: 'RangeError', errorMessage: 'no' },
  },
  {
    title: 'nothing, once nothing is left to do',
    code: 'exports.handler = () => { setTimeout(() => undefined, 20); };',
    payload: null,
  },
])('before Node.js 24 a handler answers $title', async ({ code, payload }) => {
  const answer = (await inlineOf(code, 'nodejs22.x')).payload;
  expect(answer).toEqual(payload === null ? null : expect.objectContaining(payload));
});

it.each(['nodejs22.x', 'nodejs24.x'])('inline code answers CloudFormation by cfn-response on %s', async (runtime) => {
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push([request.method, request.headers['content-type'] ?? '', JSON.parse(Buffer.concat(chunks).toString())]);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => server.close());
  const ResponseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signed`;
  const event = { ResponseURL, StackId: 'S', RequestId: 'R', LogicalResourceId: 'L' };
  const code = `const response = require('cfn-response');
    exports.handler = ${runtime === 'nodejs24.x' ? 'async ' : ''}(event, context) => {
      return response.send(event, context, response.SUCCESS, { a: 1 }, 'id');
    };`;
  expect((await inlineOf(code, runtime, event)).FunctionError).toBeUndefined();
  const told = { Status: 'SUCCESS', PhysicalResourceId: 'id', StackId: 'S', RequestId: 'R', LogicalResourceId: 'L' };
  expect(bodies).toEqual([['PUT', '', { ...told, NoEcho: false, Data: { a: 1 }, Reason: expect.any(String) }]]);
});

it('cfn-response is not there for code that is an asset', async () => {
  const place = await sandboxOfFunctions({ F: { files: { 'index.js': "require('cfn-response');" } } });
  endings.push(place.stop);
  expect((await place.invoke('F')).payload.errorMessage).toContain("Cannot find package 'cfn-response'");
});

it('a function knows itself', async () => {
  const code = `exports.handler = async (event, { logGroupName }) => {
    const { AWS_EXECUTION_ENV, _X_AMZN_TRACE_ID, AWS_LAMBDA_LOG_GROUP_NAME, SANDBOX_RUNTIME } = process.env;
    return { logGroupName, AWS_EXECUTION_ENV, _X_AMZN_TRACE_ID, AWS_LAMBDA_LOG_GROUP_NAME, SANDBOX_RUNTIME };
  };`;
  expect((await inlineOf(code, 'nodejs22.x')).payload).toEqual({
    logGroupName: '/aws/lambda/F',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/F',
    _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
  });
});
