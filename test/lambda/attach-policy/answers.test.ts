import { AttachPolicyCommand, DetachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { DeleteConnectionCommand } from '@aws-sdk/client-iot-data-plane';
import { environment, exception, functionUnderTest } from './function-under-test.js';
import { directContext, httpApiEvent, identityId, restEvent } from './signed-request.js';

const topics = [`users/${identityId}/*`];
const connection = {
  endpoint: environment.IOT_ENDPOINT,
  region: 'eu-west-1',
  clientId: identityId,
  topics: { publish: topics, subscribe: topics, receive: topics },
};

describe('POST /attach-policy', () => {
  it('attaches the policy to the caller and says how to connect', async () => {
    const { answer, iot } = functionUnderTest();
    const { statusCode, json } = await answer(restEvent());
    expect({ statusCode, json }).toEqual({ statusCode: 200, json: { identityId, policyName: 'MyPolicy', connection } });
    expect(iot.commandCalls(AttachPolicyCommand).map((call) => call.args[0].input)).toEqual([
      { policyName: 'MyPolicy', target: identityId },
    ]);
  });

  it('gives the same answer a second time, when AWS IoT answers 200 again', async () => {
    const { answer } = functionUnderTest();
    const first = await answer(restEvent());
    expect(await answer(restEvent())).toEqual(first);
  });

  it('gives the same answer a second time, when AWS IoT says ResourceAlreadyExistsException', async () => {
    const { answer, iot } = functionUnderTest();
    const first = await answer(restEvent());
    iot.on(AttachPolicyCommand).rejects(exception('ResourceAlreadyExistsException'));
    expect(await answer(restEvent())).toEqual(first);
  });
});

describe('GET /attach-policy', () => {
  it.each([
    { title: 'nothing is attached', pages: [{ policies: [] }], attached: false },
    { title: 'AWS IoT answers without a list', pages: [{}], attached: false },
    { title: 'another policy is attached', pages: [{ policies: [{ policyName: 'MyPolicy2' }] }], attached: false },
    { title: 'it is attached', pages: [{ policies: [{ policyName: 'MyPolicy' }] }], attached: true },
    {
      title: 'it is on the second page',
      pages: [{ policies: [{ policyName: 'Other' }], nextMarker: 'more' }, { policies: [{ policyName: 'MyPolicy' }] }],
      attached: true,
    },
    {
      title: 'it is on no page',
      pages: [{ policies: [], nextMarker: 'more' }, { policies: [{ policyName: 'Other' }] }],
      attached: false,
    },
  ])('says attached: $attached when $title', async ({ pages, attached }) => {
    const { answer, iot } = functionUnderTest();
    for (const [index, page] of pages.entries()) {
      const marker = index === 0 ? undefined : 'more';
      iot.on(ListAttachedPoliciesCommand, { target: identityId, pageSize: 250, marker }, true).resolves(page);
    }
    const { statusCode, json } = await answer(restEvent({ method: 'GET' }));
    expect({ statusCode, json }).toEqual({
      statusCode: 200,
      json: { identityId, policyName: 'MyPolicy', attached, connection },
    });
    expect(iot.calls()).toHaveLength(pages.length);
  });
});

describe('DELETE /attach-policy', () => {
  const detached = { statusCode: 200, json: { identityId, policyName: 'MyPolicy', attached: false } };

  it("detaches first, then drops the caller's connection", async () => {
    const { answer, iot, iotData } = functionUnderTest();
    const steps: string[] = [];
    iot.on(DetachPolicyCommand).callsFake((input) => void steps.push(`detach ${input.policyName} ${input.target}`));
    iotData.on(DeleteConnectionCommand).callsFake((input) => void steps.push(`disconnect ${input.clientId}`));
    expect(await answer(restEvent({ method: 'DELETE' }))).toMatchObject(detached);
    expect(steps).toEqual([`detach MyPolicy ${identityId}`, `disconnect ${identityId}`]);
  });

  it('is fine when the caller is not connected', async () => {
    const { answer, iotData } = functionUnderTest();
    iotData.on(DeleteConnectionCommand).rejects(exception('ResourceNotFoundException'));
    expect(await answer(restEvent({ method: 'DELETE' }))).toMatchObject(detached);
  });

  it('drops no connection when it could not detach', async () => {
    const { answer, iot, iotData } = functionUnderTest();
    iot.on(DetachPolicyCommand).rejects(exception('ResourceNotFoundException'));
    expect(await answer(restEvent({ method: 'DELETE' }))).toMatchObject({
      statusCode: 500,
      json: { code: 'PolicyNotFound' },
    });
    expect(iotData.calls()).toHaveLength(0);
  });

  it('says so when the connection could not be dropped', async () => {
    const { answer, iotData } = functionUnderTest();
    iotData.on(DeleteConnectionCommand).rejects(exception('ForbiddenException'));
    expect(await answer(restEvent({ method: 'DELETE' }))).toMatchObject({
      statusCode: 500,
      json: { code: 'AttachForbidden' },
    });
  });
});

describe('a direct invocation', () => {
  it.each([
    { event: {}, expected: { identityId, policyName: 'MyPolicy', connection } },
    { event: null, expected: { identityId, policyName: 'MyPolicy', connection } },
    { event: { action: 'attach' }, expected: { identityId, policyName: 'MyPolicy', connection } },
    { event: { action: 'status' }, expected: { identityId, policyName: 'MyPolicy', attached: false, connection } },
    { event: { action: 'detach' }, expected: { identityId, policyName: 'MyPolicy', attached: false } },
  ])('with event $event resolves to the body', async ({ event, expected }) => {
    expect(await functionUnderTest().handler(event, directContext())).toEqual(expected);
  });

  it.each(['revoke', 'constructor', 7, ''])('with action %p is refused', async (action) => {
    const { handler, iot } = functionUnderTest();
    await expect(handler({ action }, directContext())).rejects.toMatchObject({ name: 'BadRequest' });
    expect(iot.calls()).toHaveLength(0);
  });

  it('rejects with the code as name, and tells neither stack nor cause', async () => {
    const { handler, iot } = functionUnderTest();
    iot.on(AttachPolicyCommand).rejects(exception('LimitExceededException'));
    const error = await handler({}, directContext()).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'PolicyLimitExceeded', message: expect.stringContaining('ten') });
    expect(error).not.toHaveProperty('cause');
    expect((error as Error).stack).not.toContain('.ts');
  });
});

describe('paths and methods', () => {
  const stage = (name: string) => ({ ...httpApiEvent().requestContext, stage: name });

  it.each([
    { title: 'the plain path of a REST API', event: restEvent(), status: 200 },
    { title: 'a base path of a REST API', event: restEvent({ event: { path: '/iot/attach-policy' } }), status: 200 },
    {
      title: 'a base path before {proxy+}',
      event: restEvent({
        event: { path: '/iot/attach-policy', resource: '/{proxy+}', pathParameters: { proxy: 'attach-policy' } },
      }),
      status: 200,
    },
    { title: 'another path of a REST API', event: restEvent({ path: '/elsewhere' }), status: 404 },
    { title: 'a path that only ends alike', event: restEvent({ path: '/not/attach-policy' }), status: 404 },
    { title: 'a path in capitals', event: restEvent({ path: '/ATTACH-POLICY' }), status: 404 },
    { title: 'no path at all', event: restEvent({ event: { path: undefined, resource: undefined } }), status: 404 },
    { title: 'the default stage of an HTTP API', event: httpApiEvent(), status: 200 },
    {
      title: 'a named stage',
      event: httpApiEvent({
        path: '/prod/attach-policy',
        event: { requestContext: { ...stage('prod'), http: { method: 'POST' } } },
      }),
      status: 200,
    },
    {
      title: 'a named stage and nothing after it',
      event: httpApiEvent({ path: '/prod', event: { requestContext: { ...stage('prod'), http: { method: 'POST' } } } }),
      status: 404,
    },
    {
      title: 'a path that begins like the stage',
      event: httpApiEvent({
        path: '/production/attach-policy',
        event: { requestContext: { ...stage('prod'), http: { method: 'POST' } } },
      }),
      status: 404,
    },
    {
      title: 'a base path of an HTTP API with a route',
      event: httpApiEvent({ path: '/iot/attach-policy', event: { routeKey: 'POST /attach-policy' } }),
      status: 200,
    },
  ])('$title: $status', async ({ event, status }) => {
    const { statusCode, json } = await functionUnderTest().answer(event);
    expect(statusCode).toBe(status);
    if (status === 404)
      expect(json).toEqual({ code: 'NotFound', message: expect.any(String), requestId: 'gateway-request-id' });
  });

  it.each(['PUT', 'PATCH', 'HEAD', 'TRACE'])('%s is refused, with the methods that are allowed', async (method) => {
    const { answer, iot } = functionUnderTest();
    const { statusCode, headers, json } = await answer(restEvent({ method }));
    expect({ statusCode, allow: headers.allow ?? headers.Allow }).toEqual({
      statusCode: 405,
      allow: 'GET, POST, DELETE',
    });
    if (method !== 'HEAD') expect(json.code).toBe('MethodNotAllowed');
    expect(iot.calls()).toHaveLength(0);
  });

  it('answers several requests of one environment each for its own caller', async () => {
    const { answer } = functionUnderTest();
    const answers = await Promise.all([
      answer(restEvent()),
      answer(restEvent({ signer: 'guest' })),
      answer(httpApiEvent()),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 403, 200]);
  });
});
