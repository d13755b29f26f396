import { type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox();
});
afterAll(() => sandbox.stop());

const target = (operation: string) => ({ 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` });
const sizeOf = (body: string | Buffer) => ({ 'content-length': String(Buffer.byteLength(body)) });

function post(options: RequestOptions, ...parts: readonly (string | Buffer)[]) {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const sent = request(sandbox.url, { method: 'POST', ...options }, async (response) => {
        resolve({ status: response.statusCode, headers: response.headers, body: await text(response) });
      });
      sent.on('error', reject);
      for (const part of parts) sent.write(part);
      sent.end();
    },
  );
}

describe('a request of AWS JSON', () => {
  const token = () => JSON.stringify({ ClientId: sandbox.outputs.UserPoolClientId, Token: 'unknown' });

  it.each([
    {
      title: 'that says how long it is',
      options: (body: string) => ({ headers: { ...target('RevokeToken'), ...sizeOf(body) } }),
    },
    { title: 'in pieces', options: () => ({ headers: target('RevokeToken') }) },
  ])('$title is answered, with the headers that pages and SDKs read', async ({ options }) => {
    const body = token();
    const { status, headers, body: answer } = await post(options(body), body.slice(0, 10), body.slice(10));
    expect([status, answer]).toEqual([200, '{}']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
      'content-type': expect.stringMatching(/^application\/x-amz-json-1\.1/),
      date: new Date(sandbox.clock.now()).toUTCString().replace(/\d\d GMT$/, headers.date?.slice(-6) as string),
    });
  });

  it('that is packed is unpacked', async () => {
    const body = gzipSync(token());
    const headers = { ...target('RevokeToken'), ...sizeOf(body), 'content-encoding': 'gzip' };
    expect((await post({ headers }, body)).body).toBe('{}');
  });

  it.each([
    { title: 'no JSON', name: 'RevokeToken', body: '{', code: 'SerializationException' },
    { title: 'an operation that is not there', name: 'Nothing', body: '{}', code: 'UnknownOperationException' },
    { title: 'a field that is not known', name: 'RevokeToken', body: '{"Tomorrow":1}', code: 'SandboxUnsupported' },
    { title: 'no signature where one is needed', name: 'ListUsers', body: '{}', code: 'MissingAuthenticationToken' },
  ])('with $title is refused', async ({ name, body, code }) => {
    const { status, headers, body: answer } = await post({ headers: { ...target(name), ...sizeOf(body) } }, body);
    expect(status).toBe(code === 'SandboxUnsupported' ? 501 : 400);
    expect(JSON.parse(answer).__type).toMatch(new RegExp(`^${code}`));
    expect(headers['x-amzn-errortype']).toBe(JSON.parse(answer).__type);
  });

  it('that is too long is refused unread', async () => {
    const body = JSON.stringify({ ClientId: 'a'.repeat(1024 * 1024) });
    const headers = { ...target('RevokeToken'), ...sizeOf(body) };
    const { body: answer } = await post({ headers }, body);
    expect(JSON.parse(answer)).toMatchObject({ message: expect.stringMatching(/too large/) });
  });

  it('that breaks off leaves the sandbox as it was', async () => {
    const sent = request(sandbox.url, {
      method: 'POST',
      headers: { ...target('RevokeToken'), 'content-length': '100' },
    });
    const broken = new Promise((resolve) => sent.on('error', resolve));
    sent.write('{');
    await new Promise((resolve) => setImmediate(resolve));
    sent.destroy(new Error('gone'));
    await broken;
    const body = token();
    expect((await post({ headers: { ...target('RevokeToken'), ...sizeOf(body) } }, body)).status).toBe(200);
  });
});
