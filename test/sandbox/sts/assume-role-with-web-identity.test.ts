import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  UnlinkIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import type { Sandbox } from '../../../sandbox/sandbox.js';
import { awsClients } from '../../support/aws-clients.js';
import { runningSandbox } from '../../support/running-sandbox.js';
import { signedInUser } from '../../support/signed-in-user.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import { trust, withClassicFlow } from './classic-flow-stack.js';

let sandbox: Sandbox;
let identities: CognitoIdentityClient;
let sts: STSClient;
let idToken: string;
let identityId: string;
let token: string;
beforeAll(async () => {
  sandbox = await runningSandbox({ assembly: synthesizedAssembly(withClassicFlow) });
  identities = new CognitoIdentityClient(endpoint());
  sts = new STSClient(endpoint());
  ({ idToken, identityId } = await signedInUser(sandbox));
  token = await openIdToken();
});
afterAll(() => sandbox.stop());

const endpoint = () => ({ region: 'us-east-1', endpoint: sandbox.url, maxAttempts: 1 });
const logins = () => ({ [awsClients(sandbox).userPoolProvider]: idToken });
const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

async function openIdToken(): Promise<string> {
  const { Token = '' } = await identities.send(new GetOpenIdTokenCommand({ IdentityId: identityId, Logins: logins() }));
  return Token;
}

function assume(more: Partial<AssumeRoleWithWebIdentityCommandInput> = {}) {
  const usual = { RoleArn: roleArn('Users'), RoleSessionName: 'my-app', WebIdentityToken: token };
  return sts.send(new AssumeRoleWithWebIdentityCommand({ ...usual, ...more }));
}

function clientsOf({ Credentials }: Awaited<ReturnType<typeof assume>>) {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return { sts: new STSClient({ ...endpoint(), credentials }), iot: new IoTClient({ ...endpoint(), credentials }) };
}

describe('a token of an identity pool', () => {
  it('names identity, pool and login, and lives for ten minutes', () => {
    const { iat = 0, ...claims } = decodeJwt(token);
    const provider = awsClients(sandbox).userPoolProvider;
    expect(claims).toEqual({
      iss: 'https://cognito-identity.amazonaws.com',
      aud: sandbox.outputs.IdentityPoolId,
      sub: identityId,
      amr: ['authenticated', provider, `${provider}:CognitoSignIn:${decodeJwt(idToken).sub}`],
      exp: iat + 600,
    });
  });

  it('gives a session of a role that trusts it, under the name that was asked for', async () => {
    const assumed = await assume();
    expect(assumed).toMatchObject({
      SubjectFromWebIdentityToken: identityId,
      Audience: sandbox.outputs.IdentityPoolId,
      Provider: 'cognito-identity.amazonaws.com',
      AssumedRoleUser: {
        Arn: 'arn:aws:sts::111122223333:assumed-role/Users/my-app',
        AssumedRoleId: expect.stringMatching(/^AROA\w+:my-app$/),
      },
    });
    const left = (assumed.Credentials?.Expiration?.getTime() ?? 0) - sandbox.clock.now();
    expect(Math.round(left / 60_000)).toBe(60);
    const me = clientsOf(assumed);
    await expect(me.sts.send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Arn: assumed.AssumedRoleUser?.Arn,
    });
    await expect(me.iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }))).resolves.toBeDefined();
  });

  it('of a guest gives the role for guests, which nothing narrows, and no other', async () => {
    const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId: sandbox.outputs.IdentityPoolId }));
    const { Token } = await identities.send(new GetOpenIdTokenCommand({ IdentityId }));
    expect(decodeJwt(Token ?? '').amr).toEqual(['unauthenticated']);
    await expect(assume({ WebIdentityToken: Token })).rejects.toMatchObject({ name: 'AccessDenied' });
    const guest = clientsOf(await assume({ WebIdentityToken: Token, RoleArn: roleArn('Guests') }));
    await guest.iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
    const [decision] = sandbox.views.decisions(0).slice(-1);
    expect(decision?.layers.map(({ kind }) => kind)).toEqual(['iam-role']);
  });

  it.each(['Guests', 'OtherPool', 'OneUser', 'Functions', 'Nowhere'])('gives nothing of the role %s', async (name) => {
    const refused = assume({ RoleArn: roleArn(name) });
    await expect(refused).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  });

  it.each<[string, () => Promise<string> | string, object]>([
    ['no JWT', () => 'nothing', { name: 'InvalidIdentityTokenException' }],
    [
      'a token of the user pool itself',
      () => idToken,
      { name: 'InvalidIdentityTokenException', message: expect.stringContaining('No OpenIDConnect provider found') },
    ],
    [
      'a token that somebody else has signed',
      async () => {
        const { privateKey } = await generateKeyPair('RS512');
        return new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'RS512' }).sign(privateKey);
      },
      { name: 'InvalidIdentityTokenException' },
    ],
    [
      'a token whose claims were changed',
      () => token.replace(/\.[^.]+\./, (claims) => changed(claims)),
      {
        name: 'InvalidIdentityTokenException',
      },
    ],
  ])('is not %s', async (_, WebIdentityToken, error) => {
    await expect(assume({ WebIdentityToken: await WebIdentityToken() })).rejects.toMatchObject(error);
  });
});

const changed = (claims: string) => {
  const json = JSON.parse(Buffer.from(claims.slice(1, -1), 'base64url').toString());
  return `.${Buffer.from(JSON.stringify({ ...json, sub: 'us-east-1:0' })).toString('base64url')}.`;
};

it.each(['null', '7', '{"Effect":"Allow","Action":"*","Principal":null}', '{"Effect":"Allow","Action":null}'])(
  'a session policy with the statement %s is refused by name, and is no fault of the sandbox',
  async (statement) => {
    const Policy = `{"Version":"2012-10-17","Statement":[${statement}]}`;
    await expect(assume({ Policy })).rejects.toMatchObject({ name: 'SandboxUnsupported' });
  },
);

it.each<[string, () => Promise<{ IdentityId?: string | undefined; Token?: string | undefined }>]>([
  [
    'a guest',
    async () => {
      const guest = await identities.send(new GetIdCommand({ IdentityPoolId: sandbox.outputs.IdentityPoolId }));
      return identities.send(new GetOpenIdTokenCommand({ IdentityId: guest.IdentityId }));
    },
  ],
  ['a user', async () => ({ IdentityId: identityId, Token: await openIdToken() })],
])('a token of %s is for STS, and gives none of the credentials that those of a back end give', async (_, ask) => {
  const { IdentityId, Token = '' } = await ask();
  const Logins = { 'cognito-identity.amazonaws.com': Token };
  const asked = identities.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  await expect(asked).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});

describe('a session', () => {
  it.each<[string, Partial<AssumeRoleWithWebIdentityCommandInput>, object]>([
    ['shorter than 15 minutes', { DurationSeconds: 899 }, { name: 'ValidationError' }],
    ['longer than the role allows', { DurationSeconds: 7201 }, { message: expect.stringContaining('MaxSession') }],
    ['longer than twelve hours', { DurationSeconds: 43_201 }, { name: 'ValidationError' }],
    ['with one letter for a name', { RoleSessionName: 'x' }, { name: 'ValidationError' }],
    ['with a name of other letters', { RoleSessionName: 'a b' }, { name: 'ValidationError' }],
    [
      'with managed policies',
      { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] },
      {
        name: 'SandboxUnsupported',
        message: expect.stringContaining('the field PolicyArns of sts:AssumeRoleWithWebIdentity'),
      },
    ],
    ['with a policy that is no JSON', { Policy: '{' }, { name: 'MalformedPolicyDocumentException' }],
    [
      'with a policy that asks an unknown key',
      {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { Bool: { 'aws:Other': 'true' } } }],
        }),
      },
      { name: 'SandboxUnsupported' },
    ],
    [
      'with a policy that has a principal',
      { Policy: JSON.stringify(trust({})) },
      {
        name: 'MalformedPolicyDocumentException',
      },
    ],
  ])('%s is refused', async (_, more, error) => {
    await expect(assume(more)).rejects.toMatchObject(error);
  });

  it('lives as long as was asked, within what the role allows', async () => {
    const { Credentials } = await assume({ DurationSeconds: 7200 });
    const left = (Credentials?.Expiration?.getTime() ?? 0) - sandbox.clock.now();
    expect(Math.round(left / 60_000)).toBe(120);
  });

  it('has what the role allows AND the session policy', async () => {
    const policy = (Action: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const command = new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' });
    const narrowed = clientsOf(await assume({ Policy: policy('iot:ListThings') }));
    await expect(narrowed.iot.send(command)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('no session policy allows'),
    });
    const wide = clientsOf(await assume({ Policy: policy('*') }));
    await expect(wide.iot.send(command)).resolves.toBeDefined();
  });
});

it('an unlinked identity has no token any more, and a token outlives its ten minutes nowhere', async () => {
  const shown = await openIdToken();
  const [LoginsToRemove] = [Object.keys(logins())];
  await identities.send(new UnlinkIdentityCommand({ IdentityId: identityId, Logins: logins(), LoginsToRemove }));
  await expect(openIdToken()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  sandbox.clock.advance(601_000);
  await expect(assume({ WebIdentityToken: shown })).rejects.toMatchObject({ name: 'ExpiredTokenException' });
});
