import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import { exception, functionUnderTest } from './function-under-test.js';
import { directContext, httpApiEvent, identityId, restEvent } from './signed-request.js';

type Request = Parameters<ReturnType<typeof functionUnderTest>['handler']>;

const api = (event: object): Request => [event, { awsRequestId: 'lambda', getRemainingTimeInMillis: () => 10_000 }];
const direct = (event: object): Request => [event, directContext()];

describe('the log has one line', () => {
  it.each([
    { title: 'of an attachment', request: api(restEvent()), event: 'attach', code: 'OK', status: 200 },
    { title: 'of a look-up', request: api(httpApiEvent({ method: 'GET' })), event: 'status', code: 'OK', status: 200 },
    {
      title: 'of a detachment',
      request: api(restEvent({ method: 'DELETE' })),
      event: 'detach',
      code: 'OK',
      status: 200,
    },
    {
      title: 'of a preflight',
      request: api(restEvent({ method: 'OPTIONS' })),
      event: 'preflight',
      code: 'OK',
      status: 204,
    },
    { title: 'of another method', request: api(restEvent({ method: 'PUT' })), code: 'MethodNotAllowed', status: 405 },
    { title: 'of HEAD', request: api(restEvent({ method: 'HEAD' })), code: 'MethodNotAllowed', status: 405 },
    { title: 'of another path', request: api(restEvent({ path: '/elsewhere' })), code: 'NotFound', status: 404 },
    {
      title: 'of a guest',
      request: api(restEvent({ signer: 'guest' })),
      event: 'attach',
      code: 'GuestIdentity',
      status: 403,
    },
    {
      title: 'of a direct invocation',
      request: direct({ action: 'status' }),
      event: 'status',
      code: 'OK',
      status: 200,
    },
    { title: 'of an unknown action', request: direct({ action: 'revoke' }), code: 'BadRequest', status: 400 },
  ])('$title', async ({ request, event = 'unrouted', code, status }) => {
    const { handler, logs } = functionUnderTest();
    await handler(...request).catch(() => undefined);
    expect(logs).toMatchObject([{ line: { event, code, status } }]);
  });

  it.each([
    { title: 'API Gateway', request: api(restEvent()) },
    { title: 'a direct invocation', request: direct({}) },
  ])('of a refusal by AWS IoT, which names the identity: $title', async ({ request }) => {
    const { handler, logs, iot } = functionUnderTest();
    iot.on(AttachPolicyCommand).rejects(exception('LimitExceededException'));
    await handler(...request).catch(() => undefined);
    expect(logs).toMatchObject([{ level: 'warn', line: { event: 'attach', code: 'PolicyLimitExceeded', identityId } }]);
  });

  it('where all went well but the answer could not be written', async () => {
    const { answer, logs } = functionUnderTest();
    const stringify = jest.spyOn(JSON, 'stringify').mockImplementationOnce(() => {
      throw new TypeError('a circle');
    });
    const { statusCode, json } = await answer(restEvent({ method: 'GET' }));
    stringify.mockRestore();
    expect({ statusCode, code: json.code }).toEqual({ statusCode: 500, code: 'InternalError' });
    expect(logs).toMatchObject([{ level: 'error', line: { event: 'status', code: 'InternalError', identityId } }]);
  });
});
