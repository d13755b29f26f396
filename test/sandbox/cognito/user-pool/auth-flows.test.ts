import { ada, newWorld, refusal } from '../people.js';

describe('the sign-in flows of a client', () => {
  const onlySrp = { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] };
  const all = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_AUTH'] };
  it.each([
    ['USER_PASSWORD_AUTH', onlySrp, 'InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client'],
    ['REFRESH_TOKEN_AUTH', onlySrp, 'InvalidParameterException: Auth flow not enabled for this client'],
    ['USER_SRP_AUTH', all, 'InvalidParameterException: USER_SRP_AUTH is not enabled for the client.'],
    ['CUSTOM_AUTH', onlySrp, 'InvalidParameterException: CUSTOM_AUTH flow not enabled for this client'],
    [
      'CUSTOM_AUTH',
      all,
      'SandboxUnsupported: The sandbox does not emulate the sign-in flow CUSTOM_AUTH, so it refuses it.',
    ],
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

  it('takes no secret hash', async () => {
    const AuthParameters = { USERNAME: ada.email, SRP_A: 'abc', SECRET_HASH: 'c2VjcmV0' };
    expect(await refusal(newWorld().call('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', AuthParameters }))).toBe(
      'NotAuthorizedException: Client 1example23456789 is not configured for secret but secret was received',
    );
  });
});
