import { ada, addConfirmed, clientId, newWorld, refusal, userPoolId } from '../people.js';

describe('the sign-in flows of a client', () => {
  const onlySrp = { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] };
  const all = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_AUTH'] };
  it.each([
    ['USER_PASSWORD_AUTH', onlySrp, 'InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client'],
    ['REFRESH_TOKEN_AUTH', onlySrp, 'InvalidParameterException: Auth flow not enabled for this client'],
    ['USER_SRP_AUTH', all, 'InvalidParameterException: USER_SRP_AUTH is not enabled for the client.'],
    ['CUSTOM_AUTH', onlySrp, 'InvalidParameterException: CUSTOM_AUTH flow not enabled for this client'],
    [
      'USER_AUTH',
      all,
      'SandboxUnsupported: The sandbox does not emulate the sign-in flow USER_AUTH, so it refuses it.',
    ],
    ['ADMIN_USER_PASSWORD_AUTH', onlySrp, 'InvalidParameterException: Initiate Auth method not supported.'],
    ['constructor', onlySrp, 'InvalidParameterException: Initiate Auth method not supported.'],
  ])('%s is judged by what the client allows: %j', async (AuthFlow, client, refused) => {
    expect(await refusal(newWorld({}, client).call('InitiateAuth', { AuthFlow }))).toBe(refused);
  });

  it.each([
    ['USER_PASSWORD_AUTH', 'InvalidParameterException: Initiate Auth method not supported.'],
    ['ADMIN_USER_PASSWORD_AUTH', 'InvalidParameterException: Auth flow not enabled for this client'],
    ['ADMIN_NO_SRP_AUTH', 'InvalidParameterException: Auth flow not enabled for this client'],
    ['CUSTOM_AUTH', 'InvalidParameterException: CUSTOM_AUTH flow not enabled for this client'],
  ])('%s of an operator is judged by it, too', async (AuthFlow, refused) => {
    const client = { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] };
    const input = { UserPoolId: userPoolId, ClientId: clientId, AuthFlow };
    expect(await refusal(newWorld({}, client).call('AdminInitiateAuth', input))).toBe(refused);
  });

  it('takes a password from an operator, of a client of that pool', async () => {
    const world = newWorld({}, { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] });
    await addConfirmed(world);
    const AuthParameters = { USERNAME: ada.email, PASSWORD: ada.password };
    const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH';
    const input = { UserPoolId: userPoolId, ClientId: clientId, AuthFlow, AuthParameters };
    expect(await world.call('AdminInitiateAuth', input)).toMatchObject({
      AuthenticationResult: { IdToken: expect.any(String), RefreshToken: expect.any(String) },
    });
    expect(await refusal(world.call('AdminInitiateAuth', { ...input, ClientId: 'elsewhere' }))).toBe(
      'ResourceNotFoundException: User pool client elsewhere does not exist.',
    );
    const wrong = { ...input, AuthParameters: { ...AuthParameters, PASSWORD: 'Wrong-1843' } };
    expect(await refusal(world.call('AdminInitiateAuth', wrong))).toMatch(/^NotAuthorizedException: Incorrect/);
  });

  it('sets a first password of one’s own by an operator’s call', async () => {
    const world = newWorld({}, { ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'] });
    const ofPool = { UserPoolId: userPoolId };
    await world.call('AdminCreateUser', { ...ofPool, Username: ada.email, TemporaryPassword: ada.password });
    const AuthParameters = { USERNAME: ada.email, PASSWORD: ada.password };
    const start = { ...ofPool, ClientId: clientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters };
    const { ChallengeName, Session } = await world.call('AdminInitiateAuth', start);
    const ChallengeResponses = { USERNAME: ada.email, NEW_PASSWORD: 'Another-1843' };
    const answer = { ...ofPool, ClientId: clientId, ChallengeName, Session, ChallengeResponses };
    expect(await world.call('AdminRespondToAuthChallenge', answer)).toHaveProperty('AuthenticationResult');
  });

  it.each(['SMS_MFA', 'EMAIL_OTP', 'WEB_AUTHN', 'SELECT_CHALLENGE', 'DEVICE_SRP_AUTH'])(
    'answers to %s are refused by name',
    async (ChallengeName) => {
      expect(await refusal(newWorld().call('RespondToAuthChallenge', { ChallengeName }))).toBe(
        `SandboxUnsupported: The sandbox does not emulate the sign-in challenge ${ChallengeName}, so it refuses it.`,
      );
    },
  );

  it('takes no secret hash', async () => {
    const AuthParameters = { USERNAME: ada.email, SRP_A: 'abc', SECRET_HASH: 'c2VjcmV0' };
    expect(await refusal(newWorld().call('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', AuthParameters }))).toBe(
      'NotAuthorizedException: Client 1example23456789 is not configured for secret but secret was received',
    );
  });
});
