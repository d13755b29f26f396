import { ada, addConfirmed, clientId, newWorld, refusal, signIn, userPoolId } from '../people.js';
import { answer, codeOf, passwordSignIn, withAuthenticator, withMfa } from './authenticator.js';

const noSession = 'NotAuthorizedException: Invalid session for the user, session is expired.';

describe('setting up an authenticator', () => {
  it('gives a secret of 32 bytes, and counts once a code of it was seen and it is preferred', async () => {
    const world = newWorld(withMfa('OPTIONAL'));
    await addConfirmed(world);
    const { AccessToken } = await signIn(world);
    const { SecretCode, Session } = await world.call<Record<string, string>>('AssociateSoftwareToken', { AccessToken });
    expect(SecretCode).toMatch(/^[A-Z2-7]{52}$/);
    expect(Session).toBeUndefined();
    const settings = { AccessToken, SoftwareTokenMfaSettings: { Enabled: true } };
    expect(await refusal(world.call('SetUserMFAPreference', settings))).toBe(
      'InvalidParameterException: User has not verified software token mfa',
    );
    expect(await refusal(world.call('VerifySoftwareToken', { AccessToken, UserCode: '000000' }))).toBe(
      'EnableSoftwareTokenMFAException: Code mismatch and fail enable Software Token MFA',
    );
    const UserCode = codeOf(world, SecretCode ?? '');
    expect(await world.call('VerifySoftwareToken', { AccessToken, UserCode })).toEqual({ Status: 'SUCCESS' });
    expect((await signIn(world)).IdToken).toEqual(expect.any(String));
    await world.call('SetUserMFAPreference', {
      ...settings,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    });
    expect(await world.call('GetUser', { AccessToken })).toMatchObject({
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
    world.clock.advance(60_000);
    expect(await passwordSignIn(world)).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
  });

  it('is nothing for a pool without MFA', async () => {
    const world = newWorld();
    await addConfirmed(world);
    const { AccessToken } = await signIn(world);
    const without = 'SoftwareTokenMFANotFoundException: Software Token MFA has not been enabled by the userPool';
    expect(await refusal(world.call('AssociateSoftwareToken', { AccessToken }))).toBe(without);
    const preference = { AccessToken, SoftwareTokenMfaSettings: { Enabled: true } };
    expect(await refusal(world.call('SetUserMFAPreference', preference))).toBe(without);
  });

  it('of a new one leaves the old one until a code of the new one is seen', async () => {
    const { world, secret, AccessToken } = await withAuthenticator();
    await world.call('AssociateSoftwareToken', { AccessToken });
    const { Session } = await passwordSignIn(world);
    expect(await answer(world, Session, codeOf(world, secret))).toHaveProperty('AuthenticationResult');
  });

  it.each([['SMSMfaSettings'], ['EmailMfaSettings']])('refuses %s by name', async (name) => {
    const { world, AccessToken } = await withAuthenticator();
    expect(await refusal(world.call('SetUserMFAPreference', { AccessToken, [name]: { Enabled: true } }))).toMatch(
      new RegExp(`^SandboxUnsupported: .*${name} of SetUserMFAPreference`),
    );
  });

  it.each([[{}], [{ AccessToken: 'a.b.c' }], [{ Session: 'a'.repeat(20) }]])('takes no %j', async (proof) => {
    const { world } = await withAuthenticator();
    expect(await refusal(world.call('AssociateSoftwareToken', proof))).toMatch(
      /^(InvalidParameter|NotAuthorized)Exception/,
    );
  });

  it('is seen and changed by an operator', async () => {
    const { world } = await withAuthenticator();
    const ofAda = { UserPoolId: userPoolId, Username: ada.email };
    expect(await world.call('AdminGetUser', ofAda)).toMatchObject({ UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] });
    await world.call('AdminSetUserMFAPreference', { ...ofAda, SoftwareTokenMfaSettings: { Enabled: false } });
    expect(await passwordSignIn(world)).toHaveProperty('AuthenticationResult');
    expect(await world.call('GetUserPoolMfaConfig', { UserPoolId: userPoolId })).toEqual({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
  });
});

describe('a pool that requires MFA', () => {
  it('has it set up at the first sign-in, and gives no token before', async () => {
    const world = newWorld(withMfa('ON'));
    await addConfirmed(world);
    const first = await passwordSignIn(world);
    expect(first).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    const finish = (Session: string | undefined) =>
      world.call('RespondToAuthChallenge', {
        ClientId: clientId,
        ChallengeName: 'MFA_SETUP',
        Session,
        ChallengeResponses: { USERNAME: ada.email },
      });
    expect(await refusal(finish(first.Session))).toBe(
      'InvalidParameterException: User has not verified software token mfa',
    );
    const setup = await world.call<Record<string, string>>('AssociateSoftwareToken', { Session: first.Session });
    expect(await refusal(finish(first.Session))).toBe(noSession);
    expect(await refusal(world.call('VerifySoftwareToken', { Session: setup.Session, UserCode: '000000' }))).toMatch(
      /^EnableSoftwareTokenMFAException/,
    );
    const UserCode = codeOf(world, setup.SecretCode ?? '');
    const verified = await world.call<Record<string, string>>('VerifySoftwareToken', {
      Session: setup.Session,
      UserCode,
    });
    expect(verified.Status).toBe('SUCCESS');
    expect(await finish(verified.Session)).toHaveProperty('AuthenticationResult');
    expect(await passwordSignIn(world)).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
  });

  it('asks for the code whatever the user prefers', async () => {
    const { world } = await withAuthenticator('OPTIONAL');
    const user = world.pools.users()[0]?.sub ?? '';
    const record = world.options.state.users.get(user);
    const required = newWorld(withMfa('ON'), {}, world.options.state);
    if (record?.softwareToken === undefined) throw new Error('There is no authenticator.');
    const softwareToken = { ...record.softwareToken, enabled: false };
    required.options.state.users.put(user, { ...record, softwareToken });
    expect(await passwordSignIn(required)).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
  });
});
