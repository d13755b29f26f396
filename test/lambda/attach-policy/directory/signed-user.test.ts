import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { signedUser } from '../../../../lambda/attach-policy/directory/signed-user.js';
import {
  httpApiEvent,
  identityId,
  lambdaContext,
  restEvent,
  signIn,
  sub,
  userPool,
  userPoolId,
} from '../signed-request.js';
import { deviceEnvironment, functionWithDirectory, identityItem } from './function-with-directory.js';

const victim = '11111111-2222-3333-4444-555555555555';
const otherPool = 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_OTHER';
const signInOf = (pool: string, user = victim) => `${pool}:CognitoSignIn:${user}`;

function restWith(cognitoAuthenticationProvider: unknown) {
  const event = restEvent();
  const identity = { ...event.requestContext.identity, cognitoAuthenticationProvider };
  return { ...event, requestContext: { ...event.requestContext, identity } };
}

function httpWith(amr: unknown) {
  const event = httpApiEvent();
  const { iam } = event.requestContext.authorizer;
  const authorizer = { iam: { ...iam, cognitoIdentity: { ...iam.cognitoIdentity, amr } } };
  return { ...event, requestContext: { ...event.requestContext, authorizer } };
}

const foreign: { title: string; logins: unknown[] }[] = [
  { title: 'nothing', logins: [] },
  { title: 'a user pool without a sign-in', logins: [userPool] },
  { title: 'a sign-in to another pool', logins: [otherPool, signInOf(otherPool)] },
  { title: 'a sign-in to another pool beside ours', logins: [userPool, signIn, otherPool, signInOf(otherPool)] },
  { title: 'another pool first', logins: [otherPool, signInOf(otherPool), userPool, signIn] },
  { title: 'two sign-ins', logins: [userPool, signIn, signInOf(userPool)] },
  { title: 'the same sign-in twice', logins: [userPool, signIn, signIn] },
  { title: 'a pool whose ID begins like ours', logins: [`${userPool}2`, signInOf(`${userPool}2`)] },
  {
    title: 'a pool of that ID in another Region',
    logins: [signInOf(`cognito-idp.us-east-1.amazonaws.com/${userPoolId}`)],
  },
  { title: 'a host that ends alike', logins: [signInOf(`evil.${userPool}`)] },
  { title: 'an OpenID Connect provider', logins: ['idp.example.com', 'idp.example.com:client:42'] },
  {
    title: 'an OpenID Connect provider that names ours',
    logins: [`idp.example.com/${userPool}:CognitoSignIn:${victim}`],
  },
  { title: 'OpenID Connect beside ours', logins: [userPool, signIn, 'idp.example.com', 'idp.example.com:client:42'] },
  { title: 'a SAML provider', logins: ['arn:aws:iam::111122223333:saml-provider/Corp', 'Corp:42'] },
  { title: 'a developer', logins: ['login.example', `login.example:eu-west-1:pool:${victim}`] },
  { title: 'a sign-in without sub', logins: [userPool, signInOf(userPool, '')] },
  { title: 'a sub with a separator of keys', logins: [userPool, signInOf(userPool, `${victim}#identity`)] },
  { title: 'a sub with a colon', logins: [userPool, signInOf(userPool, `x:CognitoSignIn:${victim}`)] },
  { title: 'a sub with a line end', logins: [userPool, signInOf(userPool, `${victim}\n`)] },
  { title: 'a sub with space before it', logins: [userPool, signInOf(userPool, ` ${victim}`)] },
  { title: 'other letters of case', logins: [userPool, signIn.replace('CognitoSignIn', 'cognitosignin')] },
];

describe('the user of an event', () => {
  it.each([
    { title: 'a REST API', event: restWith(`${userPool},${signIn}`) },
    { title: 'an HTTP API', event: httpWith(['authenticated', userPool, signIn]) },
    { title: 'an HTTP API, in another order', event: httpWith([signIn, 'authenticated', userPool]) },
  ])('is who signed in to the user pool: $title', ({ event }) => {
    expect(signedUser(event, userPoolId)).toEqual({ userPoolId, sub });
  });

  it.each(foreign)('is nobody with $title', ({ logins }) => {
    expect(signedUser(restWith(logins.join()), userPoolId)).toBeUndefined();
    expect(signedUser(httpWith(['authenticated', ...logins]), userPoolId)).toBeUndefined();
  });

  const odd = [undefined, null, '', ',', 7, true, {}, [], [signIn], { toString: () => signIn }];
  it.each(odd.map((said) => ({ said })))('is nobody where $said is said', ({ said }) => {
    expect(signedUser(restWith(said), userPoolId)).toBeUndefined();
    if (!Array.isArray(said)) expect(signedUser(httpWith(said), userPoolId)).toBeUndefined();
    expect(signedUser(httpWith([said, userPool]), userPoolId)).toBeUndefined();
    expect(signedUser(httpWith([said, userPool, signIn]), userPoolId)).toBeUndefined();
  });

  it('is not taken from the context of the other kind of API', () => {
    const { requestContext } = restWith(`${userPool},${signIn}`);
    expect(signedUser({ version: '2.0', requestContext }, userPoolId)).toBeUndefined();
    expect(signedUser({ requestContext: httpApiEvent().requestContext }, userPoolId)).toBeUndefined();
    for (const nothing of [undefined, null, 'x', 7, {}]) {
      expect(signedUser({ requestContext: nothing }, userPoolId)).toBeUndefined();
    }
  });

  it('is that user or nobody, whatever else is put together with the sign-in', () => {
    const parts = [userPool, signIn, otherPool, signInOf(otherPool), ',', ':', 'authenticated', victim, '', ' '];
    for (const one of parts)
      for (const two of parts)
        for (const three of parts) {
          const user = signedUser(restWith([one, two, three].join(',')), userPoolId);
          if (user)
            expect([user, [one, two, three].every((part) => part === userPool || part === signIn)]).toEqual([
              { userPoolId, sub },
              true,
            ]);
        }
  });
});

describe('nobody is recorded as someone else', () => {
  const claims = {
    sub: victim,
    userPoolId: 'eu-west-1_OTHER',
    cognitoAuthenticationProvider: signInOf(userPool),
    amr: [signInOf(userPool)],
  };
  const token = [
    'e30',
    Buffer.from(JSON.stringify({ sub: victim, iss: `https://${otherPool}` })).toString('base64url'),
    'x',
  ].join('.');

  it.each([
    { place: 'the body', event: { body: JSON.stringify({ ...claims, requestContext: { identity: claims } }) } },
    { place: 'the query', event: { queryStringParameters: claims, rawQueryString: `sub=${victim}` } },
    { place: 'path parameters and stage variables', event: { pathParameters: claims, stageVariables: claims } },
    {
      place: 'headers, with the token of another pool',
      event: {
        headers: {
          authorization: `Bearer ${token}`,
          'x-amzn-oidc-identity': victim,
          'x-amzn-cognito-sub': victim,
          'x-amz-security-token': token,
        },
      },
    },
    { place: 'an identity beside the context', event: { identity: claims, authorizer: { claims } } },
  ])('by $place', async ({ event }) => {
    for (const request of [restEvent, httpApiEvent]) {
      const lambda = functionWithDirectory({ environment: deviceEnvironment });
      for (const method of ['POST', 'DELETE']) {
        expect((await lambda.answer(request({ method, event }))).statusCode).toBe(200);
      }
      const writes = lambda.dynamo.commandCalls(UpdateItemCommand).map((call) => call.args[0].input);
      expect(writes.map(({ Key }) => Key)).toEqual([identityItem, identityItem]);
      expect(JSON.stringify(lambda.dynamo.calls().map((call) => call.args[0].input))).not.toMatch(/1111-2222|OTHER/);
    }
  });

  it.each(foreign)('with $title: refused, nothing recorded, nothing attached', async ({ logins }) => {
    for (const event of [restWith(logins.join()), httpWith(['authenticated', ...logins])]) {
      for (const method of ['POST', 'GET', 'DELETE']) {
        const lambda = functionWithDirectory({ environment: deviceEnvironment });
        const requestContext = { ...event.requestContext, http: { method } };
        const { statusCode, json } = await lambda.answer(
          { ...event, httpMethod: method, requestContext },
          lambdaContext(),
        );
        expect({ statusCode, code: json.code }).toEqual({ statusCode: 403, code: 'UnknownUser' });
        expect(lambda.steps).toEqual([]);
        expect(lambda.logs).toMatchObject([{ level: 'warn', line: { code: 'UnknownUser', identityId } }]);
      }
    }
  });

  it.each(['guest', 'IAM user', 'user of a foreign pool'] as const)('by a %s', async (signer) => {
    for (const event of [restEvent({ signer }), httpApiEvent({ signer })]) {
      const lambda = functionWithDirectory();
      const { json } = await lambda.answer(event);
      expect(['GuestIdentity', 'NotSignedIn', 'ForeignIdentityPool']).toContain(json.code);
      expect(lambda.steps).toEqual([]);
    }
  });
});
