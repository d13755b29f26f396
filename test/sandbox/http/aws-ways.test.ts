import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { AwsCredentials } from '../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { callsOf } from '../cognito/calls-of.js';
import { newPlace } from '../cognito/place.js';

const HOUR = 3_600_000;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await runningSandbox();
});
afterAll(() => sandbox.stop());

const operator = () => sandbox.views.operator() as AwsCredentials;

/** An operation of Cognito, as a client that writes its JSON by hand calls it. */
async function cognito(service: 'IdentityProvider' | 'Identity', operation: string, body: object): Promise<Response> {
  const name = service === 'Identity' ? 'cognito-identity' : 'cognito-idp';
  return signedFetch(`${sandbox.url}/`, {
    credentials: operator(),
    service: name,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognito${service}Service.${operation}`,
    },
    body: JSON.stringify(body),
  });
}

describe('null in JSON', () => {
  it('is what a client sends at a sign-up for the fields that it leaves empty', async () => {
    // amazon-cognito-identity-js 6, and with it Amplify 5.
    const response = await cognito('IdentityProvider', 'SignUp', {
      ClientId: sandbox.outputs.UserPoolClientId,
      Username: `${randomUUID()}@example.com`,
      Password: 'Correct-Horse-7',
      UserAttributes: [{ Name: 'name', Value: null }],
      ValidationData: null,
      UserContextData: null,
      ClientMetadata: null,
    });
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ UserConfirmed: false })]);
  });

  it('is an absent field to every operation', async () => {
    const place = await newPlace();
    const operations = [
      ...Object.keys(callsOf(place.pools.api)).map((name) => ['IdentityProvider', name] as const),
      ...Object.keys(callsOf(place.identityPools.api)).map((name) => ['Identity', name] as const),
    ];
    expect(operations.length).toBeGreaterThan(25);
    for (const [service, name] of operations) {
      const bodies = [{}, { ClientId: null, IdentityId: null, Logins: null, SecretHash: null, UserAttributes: null }];
      const answers = bodies.map(async (body) => {
        const response = await cognito(service, name, body);
        return [name, response.status, await response.text()];
      });
      const [without, withNull] = await Promise.all(answers);
      expect(withNull).toEqual(without);
    }
  });

  it('is looked for at any depth without a failure of the sandbox', async () => {
    const response = await fetch(`${sandbox.url}/`, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' },
      body: `{"ClientId":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ __type: 'SerializationException' }),
    ]);
  });
});

describe('paths', () => {
  it.each([
    ['the path of the API', () => sandbox.outputs.AttachPolicyUrl?.replace('/attach-policy', '/Attach-Policy') ?? ''],
    ['the stage of the API', () => sandbox.outputs.AttachPolicyUrl?.replace('/v1/', '/V1/') ?? ''],
    ['the API itself', () => sandbox.outputs.AttachPolicyUrl?.replace('/execute-api/', '/Execute-Api/') ?? ''],
  ])('distinguish upper and lower case, as AWS does: %s', async (_, address) => {
    const response = await signedFetch(address(), { credentials: operator(), method: 'GET' });
    expect([403, 404]).toContain(response.status);
    expect(response.headers.get('x-amzn-errortype')).toMatch(
      /^(ForbiddenException|MissingAuthenticationTokenException|UnknownOperationException)$/,
    );
  });

  it.each([
    ['GET', 'iot', '/Endpoint?endpointType=iot:Data-ATS'],
    ['POST', 'lambda', '/2015-03-31/Functions/x/invocations'],
    ['GET', 'cognito-idp', '/eu-west-1_x/.Well-Known/jwks.json'],
  ])('distinguish upper and lower case: %s %s %s', async (method, service, path) => {
    const response = await signedFetch(`${sandbox.url}${path}`, { credentials: operator(), service, method });
    expect(response.status).toBe(404);
    expect(response.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  });
});

it('the OpenID configuration leads to the keys on this machine, and names the issuer of the tokens', async () => {
  const { UserPoolId, UserPoolClientId = '' } = sandbox.outputs;
  const { idToken } = await signedInUser(sandbox);
  const response = await fetch(`${sandbox.url}/${UserPoolId}/.well-known/openid-configuration`);
  const { issuer, jwks_uri } = (await response.json()) as Record<string, string>;
  expect(issuer).toBe(`https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`);
  const keys = createRemoteJWKSet(new URL(jwks_uri ?? ''));
  const expected = { issuer: issuer ?? '', audience: UserPoolClientId };
  await expect(jwtVerify(idToken, keys, expected)).resolves.toBeDefined();
});

describe("the sandbox's time", () => {
  it.each<{ title: string; ask: () => Promise<Response>; exposed: boolean }>([
    { title: 'of Cognito', ask: () => cognito('IdentityProvider', 'SignUp', {}), exposed: true },
    {
      title: "of the API's function",
      ask: () => signedFetch(sandbox.outputs.AttachPolicyUrl ?? '', { credentials: operator() }),
      exposed: true,
    },
    {
      title: "of API Gateway's own",
      ask: () => fetch(sandbox.outputs.AttachPolicyUrl ?? '', { method: 'POST' }),
      exposed: true,
    },
    { title: 'to a handshake that is refused', ask: () => refusedHandshake(), exposed: false },
    { title: 'to what is not there', ask: () => fetch(`${sandbox.url}/nowhere`), exposed: false },
  ])('is in the Date of an answer $title', async ({ ask, exposed }) => {
    sandbox.clock.advance(24 * HOUR);
    const { headers } = await ask();
    const date = Date.parse(headers.get('date') ?? '');
    expect(Math.abs(date - sandbox.clock.now())).toBeLessThan(HOUR);
    const names = (headers.get('access-control-expose-headers') ?? '').toLowerCase().split(/, ?/);
    expect(names.includes('date')).toBe(exposed);
  });
});

/** Node's client gives what a browser hides. */
async function refusedHandshake(): Promise<Response> {
  const { request } = await import('node:http');
  const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-protocol': 'mqtt' };
  return new Promise((resolve, reject) => {
    const sent = request(`${sandbox.url}/mqtt`, { headers }, (answer) => {
      answer.resume();
      resolve(new Response(null, { headers: answer.headers as Record<string, string> }));
    });
    sent.on('error', reject).end();
  });
}
