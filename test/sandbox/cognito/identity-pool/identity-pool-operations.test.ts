import {
  CognitoIdentityClient,
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  DescribeIdentityPoolCommand,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  GetOpenIdTokenCommand,
  type IdentityDescription,
  ListIdentitiesCommand,
  ListIdentityPoolsCommand,
  UnlinkIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import type { AwsCredentials } from '../../../../journey/aws-credentials.js';
import type { Sandbox } from '../../../../sandbox/sandbox.js';
import { awsClients } from '../../../support/aws-clients.js';
import { runningSandbox } from '../../../support/running-sandbox.js';
import { signedInUser } from '../../../support/signed-in-user.js';
import { synthesizedAssembly } from '../../../support/synthesized-assembly.js';

let sandbox: Sandbox;
let operator: CognitoIdentityClient;
let anybody: CognitoIdentityClient;
beforeAll(async () => {
  const assembly = synthesizedAssembly((template) => {
    const pool = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::Cognito::IdentityPool');
    Object.assign(pool?.Properties, {
      AllowUnauthenticatedIdentities: true,
      IdentityPoolTags: [{ Key: 'team', Value: 'ada' }],
    });
  });
  sandbox = await runningSandbox({ assembly, quotas: { 'cognito-identity:ListIdentities': 1000 } });
  const { accessKeyId, secretAccessKey, sessionToken } = sandbox.views.operator() as AwsCredentials;
  const options = { region: 'us-east-1', endpoint: sandbox.url, maxAttempts: 1 };
  operator = new CognitoIdentityClient({ ...options, credentials: { accessKeyId, secretAccessKey, sessionToken } });
  anybody = new CognitoIdentityClient(options);
});
afterAll(() => sandbox.stop());

const IdentityPoolId = () => sandbox.outputs.IdentityPoolId;
const provider = () => awsClients(sandbox).userPoolProvider;
const newGuest = async () => {
  const { IdentityId = '' } = await anybody.send(new GetIdCommand({ IdentityPoolId: IdentityPoolId() }));
  return IdentityId;
};

describe('an operator', () => {
  it('lists identities page by page, each once', async () => {
    const { identityId } = await signedInUser(sandbox);
    const guests = await Promise.all([1, 2, 3, 4].map(newGuest));
    const found: IdentityDescription[] = [];
    let NextToken: string | undefined;
    do {
      const page = await operator.send(
        new ListIdentitiesCommand({ IdentityPoolId: IdentityPoolId(), MaxResults: 2, NextToken, HideDisabled: true }),
      );
      expect(page.Identities?.length).toBeLessThanOrEqual(2);
      found.push(...(page.Identities ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(found.map(({ IdentityId }) => IdentityId).sort()).toEqual([identityId, ...guests].sort());
    expect(found.find(({ IdentityId }) => IdentityId === identityId)).toMatchObject({ Logins: [provider()] });
    await operator.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: guests }));
    const { Identities } = await operator.send(
      new ListIdentitiesCommand({ IdentityPoolId: IdentityPoolId(), MaxResults: 60 }),
    );
    expect(Identities).toEqual([expect.objectContaining({ IdentityId: identityId, CreationDate: expect.any(Date) })]);
  });

  it.each([
    ['no number of results', { MaxResults: undefined }, { name: 'ValidationException' }],
    ['no results', { MaxResults: 0 }, { message: expect.stringContaining('value greater than or equal to 1') }],
    ['too many results', { MaxResults: 61 }, { message: expect.stringContaining('value less than or equal to 60') }],
    ['a made-up token', { MaxResults: 1, NextToken: 'made-up' }, { name: 'InvalidParameterException' }],
    ['another pool', { MaxResults: 1, IdentityPoolId: 'us-east-1:0' }, { name: 'ResourceNotFoundException' }],
  ])('cannot ask for a list with %s', async (_, more, error) => {
    const command = new ListIdentitiesCommand({ IdentityPoolId: IdentityPoolId(), ...more } as never);
    await expect(operator.send(command)).rejects.toMatchObject(error);
  });

  it('reads the pool as the template has it, and its roles', async () => {
    const described = await operator.send(new DescribeIdentityPoolCommand({ IdentityPoolId: IdentityPoolId() }));
    expect(described).toMatchObject({
      IdentityPoolId: IdentityPoolId(),
      IdentityPoolName: expect.stringMatching(/^[\w\s+=,.@-]{1,128}$/),
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: false,
      IdentityPoolTags: { team: 'ada' },
      CognitoIdentityProviders: [
        { ProviderName: provider(), ClientId: sandbox.outputs.UserPoolClientId, ServerSideTokenCheck: true },
      ],
    });
    const { IdentityPools } = await operator.send(new ListIdentityPoolsCommand({ MaxResults: 60 }));
    const { IdentityPoolName } = described;
    expect(IdentityPools).toEqual([{ IdentityPoolId: IdentityPoolId(), IdentityPoolName }]);
    const roles = await operator.send(new GetIdentityPoolRolesCommand({ IdentityPoolId: IdentityPoolId() }));
    expect(roles).toMatchObject({
      Roles: { authenticated: expect.stringMatching(/^arn:aws:iam::111122223333:role\//) },
      RoleMappings: {},
    });
  });
});

describe('unlinking', () => {
  it('takes the last login away, and with it the way to this identity, for guests too', async () => {
    const { idToken, identityId } = await signedInUser(sandbox);
    const Logins = { [provider()]: idToken };
    await anybody.send(new UnlinkIdentityCommand({ IdentityId: identityId, Logins, LoginsToRemove: [provider()] }));
    const again = await anybody.send(new GetIdCommand({ IdentityPoolId: IdentityPoolId(), Logins }));
    expect(again.IdentityId).not.toBe(identityId);
    const aws = awsClients(sandbox);
    const forbidden = { name: 'NotAuthorizedException', message: expect.stringContaining('is forbidden') };
    await expect(aws.credentials(identityId)).rejects.toMatchObject(forbidden);
    await expect(aws.credentials(identityId, Logins)).rejects.toMatchObject(forbidden);
    const { Logins: left } = await operator.send(new DescribeIdentityCommand({ IdentityId: identityId }));
    expect(left).toEqual([]);
  });

  it.each<[string, (own: Record<string, string>, other: Record<string, string>) => object, string]>([
    ['nobody', () => ({ Logins: {} }), 'NotAuthorizedException'],
    ['another user', (_own, Logins) => ({ Logins }), 'NotAuthorizedException'],
    ['a forged token', (own) => ({ Logins: { [provider()]: `${own[provider()]}x` } }), 'NotAuthorizedException'],
    ['no login at all', () => ({ Logins: undefined }), 'ValidationException'],
    ['a login that is not linked', () => ({ LoginsToRemove: ['login.example.com'] }), 'NotAuthorizedException'],
  ])('is refused for %s', async (_, more, name) => {
    const [one, other] = [await signedInUser(sandbox), await signedInUser(sandbox)];
    const [Logins, others] = [one, other].map(({ idToken }) => ({ [provider()]: idToken }));
    const input = {
      IdentityId: one.identityId,
      Logins,
      LoginsToRemove: [provider()],
      ...more(Logins ?? {}, others ?? {}),
    };
    await expect(anybody.send(new UnlinkIdentityCommand(input as never))).rejects.toMatchObject({ name });
    const { Logins: left } = await operator.send(new DescribeIdentityCommand({ IdentityId: one.identityId }));
    expect(left).toEqual([provider()]);
  });
});

it('a pool gives no token of its own unless it allows the classic flow', async () => {
  const asked = anybody.send(new GetOpenIdTokenCommand({ IdentityId: await newGuest() }));
  await expect(asked).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Basic (classic) flow is not enabled, please use enhanced flow.',
  });
});
