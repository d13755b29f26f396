import { type BootedSandbox, boot } from '../../../sandbox/boot.js';
import { isJudged } from '../../../sandbox/iam/judged-services.js';
import type { Api } from '../../../sandbox/service/api.js';
import { type Operation, operationsOf } from '../../../sandbox/service/operation.js';
import { publicCalls } from '../../../sandbox/service/public-calls.js';
import type { RestOperation } from '../../../sandbox/service/rest-operation.js';
import { services } from '../../../sandbox/services.js';
import { accessToken } from '../../support/access-token.js';
import { signedFetch } from '../../support/signed-fetch.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';

/**
 * What AWS calls public: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pools-API-operations.html
 * `UnlinkIdentity` and `AssumeRoleWithWebIdentity` are proven by the tokens that they take, the software tokens' by a
 * session or an access token; AWS's SDKs do not sign them.
 */
const PUBLIC = [
  'cognito-identity:GetCredentialsForIdentity',
  'cognito-identity:GetId',
  'cognito-identity:GetOpenIdToken',
  'cognito-identity:UnlinkIdentity',
  'cognito-idp:AssociateSoftwareToken',
  'cognito-idp:ConfirmForgotPassword',
  'cognito-idp:ConfirmSignUp',
  'cognito-idp:ForgotPassword',
  'cognito-idp:GetTokensFromRefreshToken',
  'cognito-idp:InitiateAuth',
  'cognito-idp:ResendConfirmationCode',
  'cognito-idp:RespondToAuthChallenge',
  'cognito-idp:RevokeToken',
  'cognito-idp:SignUp',
  'cognito-idp:VerifySoftwareToken',
  'sts:AssumeRoleWithWebIdentity',
];

/** What AWS asks no policy for, not even one that denies it. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const SIGNED = ['sts:GetCallerIdentity'];

type Credentials = Parameters<typeof signedFetch>[1]['credentials'];

interface Called {
  readonly api: Api;
  readonly operation: Operation | RestOperation;
}

let sandbox: BootedSandbox;
let user: Awaited<ReturnType<typeof signedInUser>>;
let operations: Called[];
beforeAll(async () => {
  sandbox = await boot({ assembly: synthesizedAssembly() }, services);
  user = await signedInUser(sandbox);
  operations = sandbox.apis.flatMap((api) => api.operations.map((operation) => ({ api, operation })));
});
afterAll(() => sandbox.stop());

const signed = () =>
  operations.filter(({ operation: { access } }) => typeof access === 'object' || access === 'signed');
const judged = () => signed().filter(({ operation: { access } }) => access !== 'signed');
const withToken = () => operations.filter(({ operation: { access } }) => access === 'token');

/** Calls it with these fields, which are in the body, or in the query where there is none. */
async function call({ api, operation }: Called, fields: object, credentials?: Credentials) {
  const isQuery = 'rest' in operation && (operation.rest.method === 'GET' || operation.rest.payload !== undefined);
  const path = 'rest' in operation ? operation.rest.path.replaceAll(/:\w+/g, 'x') : '/';
  const url = new URL(`${sandbox.url}${path}`);
  if (isQuery) for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, String(value));
  const method = 'rest' in operation ? operation.rest.method : 'POST';
  const headers: Record<string, string> =
    api.protocol === 'aws-json' ? { 'x-amz-target': `${api.targetPrefix}.${operation.name.split(':')[1]}` } : {};
  if (api.protocol === 'aws-query') headers['content-type'] = 'application/x-www-form-urlencoded';
  const body = isQuery ? {} : { body: bodyOf({ api, operation }, fields) };
  const response =
    credentials === undefined
      ? await fetch(url, { method, headers, ...body })
      : await signedFetch(String(url), { credentials, service: api.signingName, method, headers, ...body });
  const answer = await response.text();
  const inXml = /<Code>(.*)<\/Code>/.exec(answer)?.[1];
  const code = inXml === undefined ? response.headers.get('x-amzn-errortype') : (NAMES[inXml] ?? inXml);
  return { name: operation.name, status: response.status, code, answer };
}

/** How the query APIs call what the others call so. */
const NAMES: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
};

function bodyOf({ api, operation }: Called, fields: object): string {
  if (api.protocol !== 'aws-query') return JSON.stringify(fields);
  const action = operation.name.split(':')[1] ?? '';
  return String(new URLSearchParams({ Action: action, Version: api.version, ...fields }));
}

const answersOf = (called: readonly Called[], fields: object, credentials?: Credentials) =>
  Promise.all(called.map((one) => call(one, fields, credentials)));
const expected = (called: readonly Called[], answer: object) =>
  called.map(({ operation: { name } }) => expect.objectContaining({ name, ...answer }));

describe('every operation of every service', () => {
  it('says who may call it, and the public ones are those that AWS calls so', () => {
    expect(operations.length).toBeGreaterThan(50);
    expect(operations.filter(({ operation }) => operation.access === undefined)).toEqual([]);
    const open = operations.filter(({ operation }) => operation.access === 'public');
    expect(open.map(({ operation }) => operation.name).sort()).toEqual(PUBLIC);
    const unjudged = operations.filter(({ operation }) => operation.access === 'signed');
    expect(unjudged.map(({ operation }) => operation.name)).toEqual(SIGNED);
  });

  it('is among what policies are asked about, so that no condition on it is put off', () => {
    const asked = operations.map(({ operation: { name, action = name } }) => action);
    expect(asked.filter((action) => !isJudged([action]))).toEqual([]);
    expect(isJudged(['execute-api:Invoke'])).toBe(true);
    expect(isJudged(['s3:GetObject', 'kms:*'])).toBe(false);
  });

  it('refuses an unsigned caller, where it takes a signature', async () => {
    expect(signed().length).toBeGreaterThan(30);
    expect(await answersOf(signed(), {})).toEqual(
      signed().map(({ operation: { name }, api: { protocol } }) =>
        expect.objectContaining({
          name,
          // AWS JSON answers with 400 whatever the caller could mend.
          status: protocol === 'aws-json' ? 400 : 403,
          code: 'MissingAuthenticationTokenException',
        }),
      ),
    );
  });

  it('refuses a signer whose role does not allow it', async () => {
    const iam = judged().filter(({ operation: { access } }) => 'iam' in (access as object));
    const iotData = judged().filter(({ operation: { access } }) => 'iotData' in (access as object));
    expect(await answersOf(iam, {}, user.credentials)).toEqual(expected(iam, { code: 'AccessDeniedException' }));
    expect(await answersOf(iotData, {}, user.credentials)).toEqual(
      expected(iotData, { code: 'ForbiddenException', status: 403 }),
    );
    expect([iam.length, iotData.length].every((count) => count > 0)).toBe(true);
  });

  it('refuses a missing token and a foreign one, where it takes one', async () => {
    expect(withToken().length).toBeGreaterThan(3);
    expect(await answersOf(withToken(), {})).toEqual(expected(withToken(), { code: 'InvalidParameterException' }));
    const foreign = { AccessToken: user.idToken };
    expect(await answersOf(withToken(), foreign)).toEqual(expected(withToken(), { code: 'NotAuthorizedException' }));
  });

  it('refuses what JavaScript itself would stumble over, and does not fail', async () => {
    const AccessToken = await accessToken(sandbox, user);
    const inJson = operations.filter(({ api: { protocol } }) => protocol === 'aws-json');
    const answers = await Promise.all(
      inJson.map((one) => {
        const fields = Object.keys(one.operation.fields).map((name) => [name, { toString: 1, valueOf: 1 }]);
        const token = one.operation.access === 'token' ? { AccessToken } : {};
        const operator = sandbox.views.operator() as Credentials;
        return call(one, { ...Object.fromEntries(fields), ...token }, signed().includes(one) ? operator : undefined);
      }),
    );
    expect(answers.filter(({ status, code }) => status >= 500 && code !== 'SandboxUnsupported')).toEqual([]);
  });

  it('refuses a field that it does not know, by name', async () => {
    const AccessToken = await accessToken(sandbox, user);
    const answers = await Promise.all(
      operations.map((one) => {
        const { access } = one.operation;
        const token = access === 'token' ? { AccessToken } : {};
        const operator = sandbox.views.operator() as Credentials;
        return call(one, { ...token, NoSuchField: 'x' }, signed().includes(one) ? operator : undefined);
      }),
    );
    expect(answers).toEqual(
      expected(operations, {
        code: 'SandboxUnsupported',
        answer: expect.stringContaining('the field NoSuchField of '),
      }),
    );
  });
});

describe('a member belongs to one place of a request', () => {
  it.each([
    {
      title: 'what is in the path, in the body',
      query: '',
      body: { policyName: 'Other', target: 'x' },
      field: 'policyName',
    },
    { title: 'what is in the body, in the query', query: '?target=other', body: { target: 'x' }, field: 'target' },
  ])('so that $title is refused by name', async ({ query, body, field }) => {
    const answer = await signedFetch(`${sandbox.url}/target-policies/Users${query}`, {
      credentials: sandbox.views.operator() as Credentials,
      service: 'iot',
      method: 'PUT',
      body: JSON.stringify(body),
    });
    expect([answer.status, await answer.text()]).toEqual([
      501,
      expect.stringContaining(`the field ${field} of iot:AttachPolicy`),
    ]);
  });
});

it('a page of the sandbox calls public operations, and no others', async () => {
  const [userPools] = sandbox.apis.flatMap((api) => (api.protocol === 'aws-json' ? [api] : []));
  if (userPools === undefined) throw new Error('no API by AWS JSON');
  const call = publicCalls(userPools);
  await expect(call('SignUp', {})).rejects.toMatchObject({ code: 'InvalidParameterException' });
  await expect(call('AdminDeleteUser', { UserPoolId: 'x_y', Username: 'x' })).rejects.toThrow(/no public operation/);
  await expect(call('GetUser', { AccessToken: 'x' })).rejects.toThrow(/no public operation/);
});

it('an operation that does not say who may call it does not compile', () => {
  const operation = operationsOf();
  // @ts-expect-error: `access` is missing
  expect(operation({ name: 'iot:Toy', fields: {}, run: () => ({}) }).access).toBeUndefined();
});
