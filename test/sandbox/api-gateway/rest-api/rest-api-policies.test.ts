import { signedFetch } from '../../../support/signed-fetch.js';
import { runningApiStack, type StackParts } from '../api-stack.js';
import { addressOutput, restApi } from './rest-stack.js';

const policy = (...statements: object[]) => ({ Policy: { Version: '2012-10-17', Statement: statements } });
const allow = (Principal: unknown, rest = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'execute-api:Invoke',
  Resource: 'execute-api:/*',
  ...rest,
});
const from = (address: string) => ({ Condition: { IpAddress: { 'aws:SourceIp': address } } });

const apis = (parts: StackParts) => {
  const methods = {
    'GET /iam': { AuthorizationType: 'AWS_IAM' },
    'GET /open': {},
    'GET /token': { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Users' } },
  };
  const withPolicy = (name: string, ...statements: object[]) =>
    restApi(name, parts, { api: policy(...statements), methods });
  return {
    Users: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        Type: 'COGNITO_USER_POOLS',
        Name: 'Users',
        RestApiId: { Ref: 'Plain' },
        ProviderARNs: [parts.userPoolArn],
        IdentitySource: 'method.request.header.Authorization',
      },
    },
    ...restApi('Plain', parts, { methods }),
    ...withPolicy('Everyone', allow('*')),
    ...withPolicy('Role', allow({ AWS: parts.roleArn })),
    ...withPolicy('Account', allow({ AWS: 'arn:aws:iam::111122223333:root' })),
    ...withPolicy('Silent', allow({ AWS: 'arn:aws:iam::111122223333:role/Somebody' })),
    ...withPolicy('Denying', allow('*'), allow('*', { Effect: 'Deny', ...from('127.0.0.1/32') })),
    ...withPolicy('Elsewhere', allow('*', from('192.0.2.0/24'))),
    ...restApi('DenyingPath', parts, {
      api: policy(
        allow('*'),
        allow('*', { Effect: 'Deny', Resource: ['execute-api:/prod/GET/exact', 'execute-api:/prod/GET/admin/*'] }),
      ),
      methods: {
        'GET /exact': { AuthorizationType: 'AWS_IAM' },
        'GET /admin/{thing}': { AuthorizationType: 'AWS_IAM' },
        'GET /free': { AuthorizationType: 'AWS_IAM' },
      },
    }),
    ...withPolicy('DenyingRole', allow('*'), allow({ AWS: parts.roleArn }, { Effect: 'Deny' })),
  };
};
const NAMES = ['Plain', 'Everyone', 'Role', 'Account', 'Silent', 'Denying', 'Elsewhere', 'DenyingRole', 'DenyingPath'];
const outputs = Object.assign({}, ...NAMES.map((name) => addressOutput(name, 'prod')));

let granted: Awaited<ReturnType<typeof runningApiStack>>;
let notGranted: typeof granted;
beforeAll(async () => {
  granted = await runningApiStack(apis, { outputs });
  notGranted = await runningApiStack(apis, { outputs, mayInvoke: [] });
}, 120_000);
afterAll(() => Promise.all([granted, notGranted].map(({ stop }) => stop())));

const tell = async (response: Response) => {
  const body = (await response.json()) as { message?: string; Message?: string };
  return [response.status, response.headers.get('x-amzn-errortype'), body.message ?? body.Message ?? 'reached'];
};
const signed = async ({ sandbox, user }: typeof granted, api: string, path: string) =>
  tell(await signedFetch(`${sandbox.outputs[`${api}Url`]}${path}`, { credentials: user.credentials, method: 'GET' }));
const unsigned = async (api: string, path: string, init: RequestInit = {}) =>
  tell(await fetch(`${granted.sandbox.outputs[`${api}Url`]}${path}`, init));

const reached = [201, null, 'reached'];
const denied = (words: string) => [403, 'AccessDeniedException', expect.stringContaining(words)];

describe("the role and the API's own policy", () => {
  it.each([
    { api: 'Plain', role: true, expected: reached },
    { api: 'Plain', role: false, expected: denied('because no identity-based policy allows') },
    { api: 'Everyone', role: false, expected: reached },
    { api: 'Role', role: false, expected: reached },
    // It leaves it to the account's own policies.
    { api: 'Account', role: false, expected: denied('because no identity-based policy allows') },
    { api: 'Account', role: true, expected: reached },
    { api: 'Silent', role: true, expected: reached },
    { api: 'Silent', role: false, expected: denied('because no identity-based policy allows') },
    { api: 'Elsewhere', role: true, expected: reached },
    { api: 'Elsewhere', role: false, expected: denied('because no identity-based policy allows') },
    { api: 'Denying', role: true, expected: denied('with an explicit deny in a resource-based policy') },
    { api: 'DenyingRole', role: true, expected: denied('with an explicit deny in a resource-based policy') },
  ])('of $api, where the role allows: $role', async ({ api, role, expected }) => {
    expect(await signed(role ? granted : notGranted, api, '/iam')).toEqual(expected);
  });

  it.each([
    { api: 'Plain', expected: reached },
    { api: 'Everyone', expected: reached },
    { api: 'Silent', expected: denied('User: anonymous is not authorized to perform: execute-api:Invoke on resource') },
    { api: 'Account', expected: denied('anonymous') },
    { api: 'Elsewhere', expected: denied('anonymous') },
    { api: 'Denying', expected: denied('with an explicit deny') },
  ])('of $api, for whoever signs nothing', async ({ api, expected }) => {
    expect(await unsigned(api, '/open')).toEqual(expected);
  });

  it.each(['/exact', '/exact/', '/%65xact', '/%65xact/', '/admin/one', '/%61dmin/one', '/%61dmin/%zz'])(
    'deny a path however it is written: %s',
    async (path) => {
      expect(await signed(granted, 'DenyingPath', '/free')).toEqual(reached);
      expect(await signed(granted, 'DenyingPath', path)).toEqual(denied('with an explicit deny'));
    },
  );

  it('show no account to whoever is refused', async () => {
    const [, , message] = await unsigned('Silent', '/open');
    expect(message).toMatch(/execute-api:us-east-1:\*{8}3333:\w+\/prod\/GET\/open$/);
  });

  it('stand in the log of decisions, each layer with the statement that decided', async () => {
    await signed(notGranted, 'Everyone', '/iam');
    const last = notGranted.sandbox.views.decisions(0).findLast(({ action }) => action === 'execute-api:Invoke');
    expect(last).toMatchObject({
      allowed: true,
      layers: [
        { kind: 'iam-role', effect: 'ImplicitDeny' },
        { kind: 'resource-policy', effect: 'Allow', statement: '#1', document: expect.stringContaining('Everyone') },
      ],
    });
  });

  it('are asked besides a token of a user pool', async () => {
    const headers = { authorization: granted.user.idToken };
    expect(await unsigned('Everyone', '/token', { headers })).toEqual(reached);
    expect(await unsigned('Silent', '/token', { headers })).toEqual(denied('anonymous'));
  });
});

describe('a policy of an API that cannot be judged stops the boot by name', () => {
  it.each([
    {
      title: 'a VPC',
      statement: allow('*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
      words: /condition key aws:SourceVpce in resource policy of REST API Api/,
    },
    {
      title: 'another kind of principal',
      statement: allow({ Federated: 'x' }),
      words: /the principal {"Federated":"x"} in the resource policy of REST API Api/,
    },
    {
      title: 'everybody but some',
      statement: { ...allow('*'), Principal: undefined, NotPrincipal: { AWS: '*' } },
      words: /policy element NotPrincipal|the principal undefined/,
    },
  ])('$title', async ({ statement, words }) => {
    const resources = (parts: StackParts) => restApi('Api', parts, { api: policy(statement), methods: {} });
    await expect(runningApiStack(resources)).rejects.toThrow(words);
  });
});
