import { ada, addConfirmed, clientId, newWorld, otherClientId, refusal, stateWithKey, userPoolId } from '../people.js';

const ofPool = { UserPoolId: userPoolId };
const group = (groupName: string, roleArn?: string) => ({ userPoolId, groupName, roleArn, precedence: undefined });

describe('what the template says', () => {
  it('of a pool', async () => {
    const pool = { UserPoolName: 'people', MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] };
    const world = newWorld(pool);
    await addConfirmed(world);
    expect(await world.call('DescribeUserPool', ofPool)).toMatchObject({
      UserPool: {
        Id: userPoolId,
        Name: 'people',
        Arn: `arn:aws:cognito-idp:eu-west-1:111122223333:userpool/${userPoolId}`,
        Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true, TemporaryPasswordValidityDays: 7 } },
        AutoVerifiedAttributes: ['email'],
        UsernameAttributes: ['email'],
        MfaConfiguration: 'OPTIONAL',
        EmailVerificationSubject: 'Verify your account',
        EstimatedNumberOfUsers: 1,
      },
    });
    expect(await world.call('ListUserPools', { MaxResults: 10 })).toEqual({
      UserPools: [{ Id: userPoolId, Name: 'people' }],
    });
  });

  it('of a client, without a secret', async () => {
    const { call } = newWorld(
      {},
      { ClientName: 'app', IdTokenValidity: 30, TokenValidityUnits: { IdToken: 'minutes' } },
    );
    const { UserPoolClient } = await call('DescribeUserPoolClient', { ...ofPool, ClientId: clientId });
    expect(UserPoolClient).toMatchObject({
      ClientName: 'app',
      ClientId: clientId,
      UserPoolId: userPoolId,
      IdTokenValidity: 1800,
      RefreshTokenValidity: 30 * 24 * 3600,
      TokenValidityUnits: { IdToken: 'seconds', AccessToken: 'seconds', RefreshToken: 'seconds' },
      AuthSessionValidity: 3,
      ExplicitAuthFlows: expect.arrayContaining(['ALLOW_USER_SRP_AUTH']),
      PreventUserExistenceErrors: 'ENABLED',
    });
    expect(UserPoolClient).not.toHaveProperty('ClientSecret');
    expect(await call('ListUserPoolClients', { ...ofPool, MaxResults: 1 })).toEqual({
      UserPoolClients: [{ ClientId: clientId, ClientName: 'app', UserPoolId: userPoolId }],
      NextToken: expect.any(String),
    });
    expect(otherClientId > clientId).toBe(true);
  });

  it.each([
    ['DescribeUserPool', { UserPoolId: 'eu-west-1_Other' }],
    ['DescribeUserPoolClient', { ...ofPool, ClientId: 'elsewhere' }],
    ['ListGroups', { UserPoolId: 'eu-west-1_Other' }],
    ['ListUsersInGroup', { ...ofPool, GroupName: 'kings' }],
    ['ListUserPoolClients', { UserPoolId: 'eu-west-1_Other' }],
  ])('%s knows nothing of %j', async (operation, input) => {
    expect(await refusal(newWorld().call(operation, input))).toMatch(/^ResourceNotFoundException/);
  });
});

it('groups and their members are listed in pages', async () => {
  const groups = [group('operators', 'arn:aws:iam::111122223333:role/Operators'), group('auditors'), group('kings')];
  const world = newWorld({}, {}, stateWithKey(), { groups });
  for (const name of ['ada', 'grace']) {
    await addConfirmed(world, { email: `${name}@example.com`, password: ada.password });
    world.clock.advance(1000);
    const member = { ...ofPool, Username: `${name}@example.com`, GroupName: 'operators' };
    await world.call('AdminAddUserToGroup', member);
  }
  const first = await world.call<{ Groups: object[]; NextToken: string }>('ListGroups', { ...ofPool, Limit: 2 });
  expect(first.Groups).toMatchObject([{ GroupName: 'auditors' }, { GroupName: 'kings' }]);
  expect(await world.call('ListGroups', { ...ofPool, NextToken: first.NextToken })).toEqual({
    Groups: [{ GroupName: 'operators', UserPoolId: userPoolId, RoleArn: groups[0]?.roleArn, Precedence: undefined }],
  });
  const { Users, NextToken } = await world.call<{ Users: object[]; NextToken: string }>('ListUsersInGroup', {
    ...ofPool,
    GroupName: 'operators',
    Limit: 1,
  });
  expect(Users).toHaveLength(1);
  const rest = await world.call('ListUsersInGroup', { ...ofPool, GroupName: 'operators', NextToken });
  expect(rest).toMatchObject({ Users: [{ UserStatus: 'CONFIRMED' }] });
  expect(await world.call('ListUsersInGroup', { ...ofPool, GroupName: 'kings' })).toEqual({ Users: [] });
});
