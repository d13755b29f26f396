import { AttachPolicyCommand } from '@aws-sdk/client-iot';
import { functionUnderTest } from './function-under-test.js';
import {
  directContext,
  guestId,
  httpApiEvent,
  identityId,
  identityPoolId,
  lambdaContext,
  restEvent,
  type Signer,
} from './signed-request.js';

const victim = 'eu-west-1:11111111-2222-3333-4444-555555555555';

/** Status or error code of the answer, whichever way the request came. */
async function outcome(
  lambda: ReturnType<typeof functionUnderTest>,
  event: object,
  context = lambdaContext(),
): Promise<string> {
  try {
    const answer = (await lambda.handler(event, context)) as { statusCode?: number; body?: string };
    if (answer.statusCode === undefined) return 'attached';
    return answer.statusCode === 200 ? 'attached' : `${answer.statusCode} ${JSON.parse(answer.body ?? '').code}`;
  } catch (error) {
    return `403 ${(error as Error).name}`;
  }
}

const attachedTo = (lambda: ReturnType<typeof functionUnderTest>) =>
  lambda.iot.commandCalls(AttachPolicyCommand).map((call) => call.args[0].input.target);

const invocations = {
  'a REST API': (signer: Signer) => ({ event: restEvent({ signer }), context: lambdaContext() }),
  'an HTTP API': (signer: Signer) => ({ event: httpApiEvent({ signer }), context: lambdaContext() }),
  'a direct invocation': (signer: Signer) => ({ event: {}, context: directContext(signer) }),
};

describe('the caller', () => {
  it.each([
    { way: 'a REST API', signer: 'user', expected: 'attached' },
    { way: 'a REST API', signer: 'guest', expected: '403 GuestIdentity' },
    { way: 'a REST API', signer: 'IAM user', expected: '403 NotSignedIn' },
    { way: 'a REST API', signer: 'user of a foreign pool', expected: '403 ForeignIdentityPool' },
    { way: 'an HTTP API', signer: 'user', expected: 'attached' },
    { way: 'an HTTP API', signer: 'guest', expected: '403 GuestIdentity' },
    { way: 'an HTTP API', signer: 'IAM user', expected: '403 NotSignedIn' },
    { way: 'an HTTP API', signer: 'user of a foreign pool', expected: '403 ForeignIdentityPool' },
    { way: 'a direct invocation', signer: 'user', expected: 'attached' },
    { way: 'a direct invocation', signer: 'IAM user', expected: '403 NotSignedIn' },
    { way: 'a direct invocation', signer: 'user of a foreign pool', expected: '403 ForeignIdentityPool' },
  ] as const)('through $way, signed by $signer: $expected', async ({ way, signer, expected }) => {
    const lambda = functionUnderTest();
    const { event, context } = invocations[way](signer);
    expect(await outcome(lambda, event, context)).toBe(expected);
    expect(attachedTo(lambda)).toEqual(expected === 'attached' ? [identityId] : []);
  });

  it.each(['user', 'guest'] as const)(
    'of a direct invocation is refused where guests exist, even if a %s',
    async (signer) => {
      const lambda = functionUnderTest({ GUESTS_ALLOWED: 'true' });
      expect(await outcome(lambda, {}, directContext(signer))).toBe('403 GuestIdentity');
      expect(attachedTo(lambda)).toEqual([]);
    },
  );

  it('may still be a user over HTTP where guests exist', async () => {
    expect(await outcome(functionUnderTest({ GUESTS_ALLOWED: 'true' }), restEvent())).toBe('attached');
  });

  it.each(['Authenticated', 'authenticated ', '', null, undefined, true])(
    'is not signed in when a REST API calls its type %p',
    async (cognitoAuthenticationType) => {
      const event = restEvent();
      const identity = { ...event.requestContext.identity, cognitoAuthenticationType };
      const forged = { ...event, requestContext: { ...event.requestContext, identity } };
      expect(await outcome(functionUnderTest(), forged)).toBe('403 NotSignedIn');
    },
  );

  it.each([
    { amr: undefined, expected: '403 NotSignedIn' },
    { amr: null, expected: '403 NotSignedIn' },
    { amr: [], expected: '403 NotSignedIn' },
    { amr: 'authenticated', expected: '403 NotSignedIn' },
    { amr: ['cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE'], expected: '403 NotSignedIn' },
    { amr: ['unauthenticated'], expected: '403 GuestIdentity' },
    { amr: ['authenticated', 'unauthenticated'], expected: '403 GuestIdentity' },
    { amr: ['authenticated'], expected: 'attached' },
  ])('of an HTTP API with amr $amr: $expected', async ({ amr, expected }) => {
    const event = httpApiEvent();
    const cognitoIdentity = { amr, identityId, identityPoolId };
    const given = { ...event, requestContext: { ...event.requestContext, authorizer: { iam: { cognitoIdentity } } } };
    expect(await outcome(functionUnderTest(), given)).toBe(expected);
  });

  it.each([
    {
      title: 'a REST event without identity',
      event: { httpMethod: 'POST', path: '/attach-policy', requestContext: {} },
    },
    {
      title: 'a REST event whose identity is null',
      event: { httpMethod: 'POST', path: '/attach-policy', requestContext: { identity: null } },
    },
    {
      title: 'a 2.0 event with the identity of a REST event',
      event: {
        ...restEvent(),
        version: '2.0',
        rawPath: '/attach-policy',
        requestContext: { ...restEvent().requestContext, http: { method: 'POST' } },
      },
    },
    {
      title: 'a REST event with the identity of a 2.0 event',
      event: { ...restEvent(), requestContext: { authorizer: httpApiEvent().requestContext.authorizer } },
    },
    { title: 'an event without context', event: {} },
    { title: 'an event that is a string', event: 'attach' },
    { title: 'an event that is null', event: null },
  ])('is not signed in with $title', async ({ event }) => {
    expect(await outcome(functionUnderTest(), event as object)).toBe('403 NotSignedIn');
  });
});

describe('nobody can attach for someone else', () => {
  const claims = { identityId: victim, cognitoIdentityId: victim, target: victim, policyName: 'Admin' };

  it.each([
    { place: 'the body', event: { body: JSON.stringify(claims) } },
    {
      place: 'an encoded body',
      event: { body: Buffer.from(JSON.stringify(claims)).toString('base64'), isBase64Encoded: true },
    },
    {
      place: 'the query',
      event: {
        queryStringParameters: claims,
        multiValueQueryStringParameters: { identityId: [victim] },
        rawQueryString: `identityId=${victim}`,
      },
    },
    {
      place: 'headers',
      event: {
        headers: {
          'x-cognito-identity-id': victim,
          'x-amzn-cognito-identity': victim,
          'x-http-method-override': 'DELETE',
        },
      },
    },
    { place: 'path parameters and stage variables', event: { pathParameters: claims, stageVariables: claims } },
    { place: 'a body that is not text', event: { body: 42 } },
    { place: "serverless-http's own override of the path", event: { requestPath: '/elsewhere' } },
  ])('by $place', async ({ event }) => {
    for (const request of [restEvent({ event }), httpApiEvent({ event })]) {
      const lambda = functionUnderTest();
      const { statusCode, json } = await lambda.answer(request);
      expect({ statusCode, identityId: json.identityId, policyName: json.policyName }).toEqual({
        statusCode: 200,
        identityId,
        policyName: 'MyPolicy',
      });
      expect(lambda.iot.commandCalls(AttachPolicyCommand).map((call) => call.args[0].input)).toEqual([
        { policyName: 'MyPolicy', target: identityId },
      ]);
    }
  });

  it.each([
    { title: 'a forged REST event', event: restEvent() },
    { title: 'a forged HTTP API event', event: httpApiEvent() },
    {
      title: 'a forged identity',
      event: { identity: { cognitoIdentityId: identityId, cognitoIdentityPoolId: identityPoolId } },
    },
  ])('by $title in an invocation with Cognito credentials', async ({ event }) => {
    const lambda = functionUnderTest();
    const context = lambdaContext({ cognitoIdentityId: guestId, cognitoIdentityPoolId: identityPoolId });
    expect(await lambda.handler(event, context)).toMatchObject({ identityId: guestId });
    expect(attachedTo(lambda)).toEqual([guestId]);
  });

  it.each([
    { title: 'none', event: {} },
    { title: 'null', event: { stageVariables: null } },
    { title: 'another', event: { stageVariables: { proof: 'another', Proof: 'stack-id' } } },
    { title: 'the right one in the wrong place', event: { proof: 'stack-id', headers: { proof: 'stack-id' } } },
  ])(
    'by an event without the stage variable that only API Gateway and the function know: $title',
    async ({ event }) => {
      const lambda = functionUnderTest({ API_PROOF: 'stack-id' });
      for (const request of [restEvent({ event }), httpApiEvent({ event })]) {
        expect(await outcome(lambda, request)).toBe('403 NotSignedIn');
      }
      expect(attachedTo(lambda)).toEqual([]);
      // The operator is to know: either a stage lacks it, or somebody has tried.
      const told = { level: 'error', line: { remedy: expect.stringMatching(/stage variable "proof"/) } };
      expect(lambda.logs).toMatchObject([told, told]);
      const real = restEvent({ event: { stageVariables: { proof: 'stack-id' } } });
      expect((await lambda.answer(real)).statusCode).toBe(200);
    },
  );

  it('by a forged event in an invocation whose context names only a pool', async () => {
    const lambda = functionUnderTest();
    expect(await outcome(lambda, restEvent(), lambdaContext({ cognitoIdentityPoolId: identityPoolId }))).toBe(
      '403 NotSignedIn',
    );
  });

  it('by the client context', async () => {
    const lambda = functionUnderTest();
    const identity = { cognitoIdentityId: victim, cognitoIdentityPoolId: identityPoolId };
    const context = { ...lambdaContext(), clientContext: { identity, custom: identity, ...identity } };
    expect(await outcome(lambda, {}, context)).toBe('403 NotSignedIn');
    expect(attachedTo(lambda)).toEqual([]);
  });
});
