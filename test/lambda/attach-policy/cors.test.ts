import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import { functionUnderTest, secondOrigin } from './function-under-test.js';
import { failures } from './iot-failures.js';
import { httpApiEvent, origin, restEvent } from './signed-request.js';

describe('CORS', () => {
  const requests = [
    { title: '200', event: restEvent(), status: 200 },
    { title: '200 of an HTTP API', event: httpApiEvent({ method: 'GET' }), status: 200 },
    { title: '200 of DELETE', event: restEvent({ method: 'DELETE' }), status: 200 },
    { title: '403', event: restEvent({ signer: 'guest' }), status: 403 },
    { title: '404', event: restEvent({ path: '/elsewhere' }), status: 404 },
    { title: '405', event: restEvent({ method: 'PUT' }), status: 405 },
  ];
  const expected = (allowed: string) => ({
    'access-control-allow-origin': allowed,
    'access-control-expose-headers': 'Retry-After, x-amzn-RequestId, x-amzn-ErrorType, Date',
    'cache-control': 'no-store',
    vary: 'Origin',
  });

  it.each(requests)('headers are on a $title', async ({ event, status }) => {
    const { statusCode, headers } = await functionUnderTest().answer(event);
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject(expected(origin));
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
  });

  it.each(failures)('headers are on a $status for $thrown.name', async ({ thrown }) => {
    const { answer, iot } = functionUnderTest();
    iot.on(AttachPolicyCommand).rejects(thrown);
    expect((await answer(restEvent())).headers).toMatchObject(expected(origin));
  });

  it.each([
    { title: 'the second configured origin', headers: { origin: secondOrigin }, allowed: secondOrigin },
    { title: 'an origin in a header spelled Origin', headers: { Origin: secondOrigin }, allowed: secondOrigin },
    { title: 'an origin that is not configured', headers: { origin: 'https://evil.example' }, allowed: origin },
    { title: 'an origin that begins like one', headers: { origin: `${origin}.evil.example` }, allowed: origin },
    { title: 'no origin', headers: {}, allowed: origin },
    { title: 'no headers', headers: null, allowed: origin },
  ])('allows $allowed for $title', async ({ headers, allowed }) => {
    const answer = await functionUnderTest().answer(restEvent({ event: { headers } }));
    expect(answer.headers).toMatchObject(expected(allowed));
  });

  it('preflight of a configured origin needs no caller and learns methods and headers', async () => {
    const { answer, iot } = functionUnderTest();
    const { statusCode, headers, json } = await answer(httpApiEvent({ method: 'OPTIONS', signer: 'IAM user' }));
    expect({ statusCode, json }).toEqual({ statusCode: 204, json: undefined });
    expect(headers).toMatchObject({
      ...expected(origin),
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': expect.stringContaining('X-Amz-Security-Token'),
    });
    expect(iot.calls()).toHaveLength(0);
  });

  it('preflight of another origin learns nothing', async () => {
    const event = { headers: { origin: 'https://evil.example' } };
    const { statusCode, headers } = await functionUnderTest().answer(httpApiEvent({ method: 'OPTIONS', event }));
    expect(statusCode).toBe(204);
    expect(headers).toMatchObject(expected(origin));
    expect(headers).not.toHaveProperty('access-control-allow-methods');
  });
});
