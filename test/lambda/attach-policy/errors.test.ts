import { AttachPolicyCommand, DetachPolicyCommand, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot';
import { exception, functionUnderTest } from './function-under-test.js';
import { failures } from './iot-failures.js';
import {
  identityPoolId,
  lambdaContext,
  origin,
  restEvent,
  signIn,
  signInOf,
  sub,
  userPool,
  userPoolId,
} from './signed-request.js';

describe('a failure of AWS IoT', () => {
  it.each(failures)('$thrown.name $thrown.code is answered $status $code', async ({ thrown, status, code, level }) => {
    for (const method of ['POST', 'GET', 'DELETE']) {
      const { answer, iot, logs } = functionUnderTest();
      iot.on(AttachPolicyCommand).rejects(thrown);
      iot.on(DetachPolicyCommand).rejects(thrown);
      iot.on(ListAttachedPoliciesCommand).rejects(thrown);
      const { statusCode, headers, json } = await answer(restEvent({ method }));
      expect(statusCode).toBe(status);
      expect(json).toEqual({ code, message: expect.any(String), requestId: 'gateway-request-id' });
      expect(JSON.stringify(json)).not.toContain(thrown.message);
      expect(headers).toMatchObject({ 'x-amzn-errortype': code, 'content-type': 'application/json; charset=utf-8' });
      // 503 and 504 are passing, so they say when to come back.
      expect('retry-after' in headers).toBe(status > 500);
      expect(logs).toHaveLength(1);
      expect(logs[0]).toMatchObject({ level, line: { code, status, requestId: 'gateway-request-id' } });
    }
  });

  it('that is throttling says in whole seconds when to come back, later for each caller that comes on top', async () => {
    // Else the first of them may already be over when the last is told.
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const { answer, iot } = functionUnderTest();
    iot.on(AttachPolicyCommand).rejects(exception('ThrottlingException'));
    const waits: (string | undefined)[] = [];
    for (let call = 0; call < 8; call += 1) {
      const event = restEvent({ login: signInOf(`user-${call}`) });
      waits.push((await answer(event)).headers['retry-after']);
    }
    clock.mockRestore();
    expect(waits).toEqual(['1', '1', '2', '2', '2', '3', '3', '4']);
  });

  it.each([
    ['ResourceNotFoundException', /MyPolicy/],
    ['AccessDeniedException', /iot:AttachPolicy/],
    ['ExpiredTokenException', /AWS_SESSION_TOKEN.*deploy the function again/],
    ['UnrecognizedClientException', /role was deleted and made again.*AWS_ACCESS_KEY_ID/],
  ])('that is %s is logged with its remedy', async (name, expected) => {
    const { answer, iot, logs } = functionUnderTest();
    iot.on(AttachPolicyCommand).rejects(exception(name));
    const { json } = await answer(restEvent());
    const { remedy, error } = (logs[0]?.line ?? {}) as { remedy?: string; error?: object };
    expect(remedy).toMatch(expected);
    expect(error).toMatchObject({ name, message: `${name} of AWS IoT` });
    expect(json.message).not.toContain(remedy);
  });
});

describe('a fault', () => {
  it('is logged once and in full, and told by its request ID alone', async () => {
    const { answer, iot, logs } = functionUnderTest();
    const fault = new TypeError('x is not a function', { cause: new Error('deeper') });
    iot.on(AttachPolicyCommand).rejects(fault);
    const { json } = await answer(restEvent());
    expect(json.message).toContain('gateway-request-id');
    expect(json.message).not.toContain('function');
    expect(logs).toHaveLength(1);
    const stack = expect.stringContaining('errors.test.ts');
    const cause = { name: 'Error', message: 'deeper', stack };
    expect(logs[0]?.line.error).toMatchObject({ name: 'TypeError', message: 'x is not a function', stack, cause });
  });

  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY==';
  it.each([
    ['a JSON member', `{"X-Amz-Security-Token":"${secret}","other":"stays"}`],
    ['a JSON member in lower case, after a space', `{"x-amz-security-token": "${secret}", "other": "stays"}`],
    ['a JSON member within a text of JSON', JSON.stringify(JSON.stringify({ sessionToken: secret, other: 'stays' }))],
    ['a JSON list', `{"X-Amz-Security-Token":["${secret}"],"other":"stays"}`],
    ['raw headers', `["X-Amz-Security-Token", "${secret}", "other", "stays"]`],
    [
      'an object as Node prints it',
      `{ 'X-Amz-Security-Token': '${secret}', SecretAccessKey: '${secret}', other: 'stays' }`,
    ],
    ['a map as Node prints it', `Map(1) { 'sessionToken' => '${secret}' } other stays`],
    ['a canonical request', `x-amz-security-token:${secret}\nother: stays`],
    ['a query', `X-Amz-Date=1&X-Amz-Security-Token=${encodeURIComponent(secret)}&other=stays`],
    ['a query within a query', `to=X-Amz-Security-Token%3D${encodeURIComponent(secret)}&other=stays`],
    ['XML', `<SecretAccessKey>${secret}</SecretAccessKey><SessionToken>${secret}</SessionToken><other>stays</other>`],
    ['the environment', `AWS_SESSION_TOKEN=${secret} AWS_SECRET_ACCESS_KEY=${secret} OTHER=stays`],
    ['a token without a name', `the token IQoJb3JpZ2luX2VjE${secret} was refused, the other stays`],
  ])('leaves no secret in the log: %s', async (_title, quoted) => {
    const { answer, iot, logs } = functionUnderTest();
    iot
      .on(AttachPolicyCommand)
      .rejects(Object.assign(new Error(quoted, { cause: new Error(quoted) }), { name: quoted }));
    await answer(restEvent());
    const log = JSON.stringify(logs);
    expect(log).toContain('(removed)');
    expect(log).toMatch(/stays/);
    expect(log).not.toMatch(/wJalrX|EXAMPLEKEY/);
  });

  it.each(['The security token included in the request is expired', 'sessionToken is missing'])(
    'keeps a message that only speaks of a secret: %s',
    async (message) => {
      const { answer, iot, logs } = functionUnderTest();
      iot.on(AttachPolicyCommand).rejects(new Error(message));
      await answer(restEvent());
      expect(logs[0]?.line.error).toMatchObject({ message });
    },
  );

  it('is logged in bounded length, however long its texts are', async () => {
    const { answer, iot, logs } = functionUnderTest();
    const long = 'x-amz-security-token: '.repeat(500_000);
    const fault = Object.assign(new Error(long, { cause: new Error(long) }), { name: long });
    iot.on(AttachPolicyCommand).rejects(fault);
    await answer(restEvent());
    expect(JSON.stringify(logs).length).toBeLessThan(30_000);
    expect((logs[0]?.line.error as Error | undefined)?.message).toMatch(/\(cut\)$/);
  });

  it('leaves no session token and no access key in the log when AWS quotes the request', async () => {
    const { answer, iot, logs } = functionUnderTest();
    const quoted =
      'The Canonical String should have been\nx-amz-security-token:IQoJb3JpZ2lu/secret+token==\nAKIAIOSFODNN7EXAMPLE';
    iot.on(AttachPolicyCommand).rejects(new Error(quoted));
    await answer(restEvent());
    const log = JSON.stringify(logs);
    expect(log).toContain('The Canonical String should have been');
    expect(log).not.toMatch(/secret|AKIAIOSFODNN7EXAMPLE/);
  });
});

describe('the request ID', () => {
  it("is API Gateway's, and no header of the client's", async () => {
    const { json } = await functionUnderTest().answer(restEvent({ signer: 'guest' }));
    expect(json.requestId).toBe('gateway-request-id');
  });

  it.each(['<script>', 'x'.repeat(200), 'two lines\n', { an: 'object' }])(
    "is Lambda's where what API Gateway gives is none: %j",
    async (requestId) => {
      const event = restEvent({ path: '/elsewhere' });
      const requestContext = { ...event.requestContext, requestId };
      const { json } = await functionUnderTest().answer({ ...event, requestContext });
      expect(json.requestId).toBe('lambda-request-id');
    },
  );

  it("is Lambda's where API Gateway gives none", async () => {
    const event = restEvent({ path: '/elsewhere' });
    const { json } = await functionUnderTest().answer({ ...event, requestContext: { identity: {} } });
    expect(json.requestId).toBe('lambda-request-id');
  });
});

describe('the log', () => {
  it('has one line per answered request, without anything that the client sent', async () => {
    const { answer, logs } = functionUnderTest();
    const event = { body: 'private', headers: { origin, authorization: 'AWS4-HMAC-SHA256 private' } };
    await answer(restEvent({ event }), lambdaContext());
    const identityId = expect.stringMatching(/^eu-west-1:/);
    const line = {
      event: 'attach',
      code: 'OK',
      status: 200,
      identityId,
      userPoolId,
      sub,
      requestId: 'gateway-request-id',
      extendedRequestId: 'gateway-extended-id=',
      attempts: 0,
      ms: expect.any(Number),
    };
    expect(logs).toEqual([{ level: 'info', line }]);
    expect(JSON.stringify(logs)).not.toContain('private');
  });

  const withLogins = (cognitoAuthenticationProvider: string) => {
    const event = restEvent();
    const identity = { ...event.requestContext.identity, cognitoAuthenticationProvider };
    return { ...event, requestContext: { ...event.requestContext, identity } };
  };

  it('tells people apart: user pool and sub, the ID that no client chooses, and why it was refused', async () => {
    const { answer, logs, iot } = functionUnderTest();
    iot.on(AttachPolicyCommand).rejects(exception('LimitExceededException'));
    await answer(restEvent());
    await answer(restEvent({ signer: 'guest' }));
    const message = expect.stringContaining('as many IoT policies attached as AWS IoT allows');
    const ids = { requestId: 'gateway-request-id', extendedRequestId: 'gateway-extended-id=' };
    expect(logs).toMatchObject([
      { line: { code: 'PolicyLimitExceeded', userPoolId, sub, message, ...ids } },
      { line: { code: 'GuestIdentity', message: expect.stringContaining('Guests do not need'), ...ids } },
    ]);
    expect(logs[1]?.line).toMatchObject({ identityId: undefined, userPoolId: undefined, sub: undefined });
  });

  it.each([
    { title: 'a back end calls its user', logins: ['login.my.app', `login.my.app:${identityPoolId}:jane@example.com`] },
    { title: 'a provider calls its user', logins: ['idp.example.com', 'idp.example.com:client:jane@example.com'] },
    { title: 'no user pool would say', logins: [userPool, signInOf('jane@example.com')] },
    { title: 'two sign-ins say', logins: [userPool, signIn, signInOf('jane@example.com')] },
  ])('does not repeat what $title: it may be an e-mail address', async ({ logins }) => {
    const { answer, logs, iot } = functionUnderTest();
    await answer(withLogins(logins.join()));
    iot.on(AttachPolicyCommand).rejects(new Error('unknown'));
    await answer(withLogins(logins.join()));
    expect(logs.map(({ line }) => line.code)).toEqual(['OK', 'InternalError']);
    expect(JSON.stringify(logs)).not.toMatch(/jane|example\.com/);
  });

  it.each([
    { title: "a back end's own", own: ['login.my.app', `login.my.app:${identityPoolId}:x`] },
    { title: 'one of a form that is not known here', own: ['idp.example.com', 'x'] },
    { title: 'one of a provider alone', own: ['idp.example.com'] },
  ])('does not name a user pool beside another login, whose words it may be: $title', async ({ own }) => {
    const { answer, logs } = functionUnderTest();
    expect((await answer(withLogins([...own, userPool, signIn].join()))).statusCode).toBe(200);
    expect(logs).toMatchObject([{ line: { code: 'OK', userPoolId: undefined, sub: undefined } }]);
  });

  it('takes no request ID for more than it looks like: a client of a REST API can choose it', async () => {
    const { answer, logs } = functionUnderTest();
    const { requestContext, ...event } = restEvent();
    const chosen = { requestId: 'x\n{"forged":true}', extendedRequestId: ['odd'] };
    await answer({ ...event, requestContext: { ...requestContext, ...chosen } });
    expect(logs).toMatchObject([{ line: { requestId: 'lambda-request-id', extendedRequestId: undefined } }]);
  });

  it('names the refused without an identity ID', async () => {
    const { answer, logs } = functionUnderTest();
    await answer(restEvent({ signer: 'IAM user' }));
    expect(logs).toEqual([
      {
        level: 'warn',
        line: expect.objectContaining({ event: 'attach', code: 'NotSignedIn', status: 403, identityId: undefined }),
      },
    ]);
  });
});
