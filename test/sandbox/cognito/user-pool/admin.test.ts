import { decodeJwt } from 'jose';
import { callsOf } from '../calls-of.js';
import {
  ada,
  addConfirmed,
  clientId,
  newWorld,
  refusal,
  signIn,
  srpAnswer,
  userPoolId,
  type World,
} from '../people.js';

const admin = ({ pools }: World, operation: string, input: object = {}) =>
  callsOf(pools.api)[operation]?.({ UserPoolId: userPoolId, Username: ada.email, ...input }) as Promise<
    Record<string, unknown>
  >;
const passwordSignIn = (world: World, password: string) =>
  world.call<Record<string, string>>('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: ada.email, PASSWORD: password },
  });

describe('a user that an operator makes', () => {
  it('gets a temporary password by e-mail, and sets an own one at the first sign-in', async () => {
    const world = newWorld({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    const { User } = await admin(world, 'AdminCreateUser', {
      UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
    });
    expect(User).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD', Enabled: true });
    const [message] = world.pools.messages();
    expect(message).toMatchObject({ to: ada.email, purpose: 'Invitation' });
    const { ChallengeName, Session } = await passwordSignIn(world, message?.code ?? '');
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const respond = (NEW_PASSWORD: string) =>
      world.call('RespondToAuthChallenge', {
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: ada.email, NEW_PASSWORD },
      });
    expect(await refusal(respond('short'))).toMatch(/^InvalidPasswordException/);
    expect(await respond(ada.password)).toMatchObject({ AuthenticationResult: { IdToken: expect.any(String) } });
    expect(await refusal(respond(ada.password))).toMatch(/^NotAuthorizedException: Invalid session/);
    expect(decodeJwt((await signIn(world)).IdToken)).toMatchObject({ email: ada.email, email_verified: true });
  });

  it('gets no e-mail when that is suppressed, and signs in with what the operator sets', async () => {
    const world = newWorld();
    await admin(world, 'AdminCreateUser', { MessageAction: 'SUPPRESS' });
    expect(world.pools.messages()).toEqual([]);
    await admin(world, 'AdminSetUserPassword', { Password: ada.password, Permanent: true });
    expect((await signIn(world)).IdToken).toEqual(expect.any(String));
  });

  const DAY = 24 * 3_600_000;
  it.each([
    { title: 'for 7 days', pool: {}, days: 7 },
    {
      title: "for the days of the pool's policy",
      pool: { Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 2 } } },
      days: 2,
    },
    {
      title: 'for the days under their older name',
      pool: { AdminCreateUserConfig: { UnusedAccountValidityDays: 3 } },
      days: 3,
    },
    {
      title: 'for 7 days where the policy has 0',
      pool: { Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 0 } } },
      days: 7,
    },
  ])('signs in with the temporary password $title, and then an operator has to set another', async ({ pool, days }) => {
    const world = newWorld(pool);
    await admin(world, 'AdminCreateUser', { TemporaryPassword: ada.password });
    world.clock.advance(days * DAY - 1);
    expect(await passwordSignIn(world, ada.password)).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
    world.clock.advance(1);
    const expired = 'NotAuthorizedException: Temporary password has expired and must be reset by an administrator.';
    expect(await refusal(passwordSignIn(world, ada.password))).toBe(expired);
    const bySrp = world.call('RespondToAuthChallenge', await srpAnswer(world));
    expect(await refusal(bySrp)).toBe(expired);
    expect(await refusal(passwordSignIn(world, 'not-the-Passw0rd'))).toMatch(/Incorrect username or password/);
    await admin(world, 'AdminSetUserPassword', { Password: 'Another-1843', Permanent: false });
    expect(await passwordSignIn(world, 'Another-1843')).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
  });

  it('keeps a password of their own for as long as they like', async () => {
    const world = newWorld();
    await admin(world, 'AdminCreateUser', { MessageAction: 'SUPPRESS' });
    await admin(world, 'AdminSetUserPassword', { Password: ada.password, Permanent: true });
    world.clock.advance(400 * DAY);
    expect((await signIn(world)).IdToken).toEqual(expect.any(String));
  });

  it('cannot reset a password that was never theirs', async () => {
    const world = newWorld({}, { PreventUserExistenceErrors: 'LEGACY' });
    await admin(world, 'AdminCreateUser', { MessageAction: 'SUPPRESS' });
    expect(await refusal(world.call('ForgotPassword', { Username: ada.email }))).toBe(
      'NotAuthorizedException: User password cannot be reset in the current state.',
    );
  });
});

describe('what an operator does to a user', () => {
  it.each([
    ['AdminDisableUser', 'NotAuthorizedException: User is disabled.'],
    ['AdminDeleteUser', 'NotAuthorizedException: Incorrect username or password.'],
  ])('%s ends sign-in, and inactivates the tokens', async (operation, refused) => {
    const world = newWorld();
    await addConfirmed(world);
    const { IdToken } = await signIn(world);
    await admin(world, operation);
    expect(await refusal(signIn(world))).toBe(refused);
    expect(await world.pools.verifyIdToken(userPoolId, IdToken)).toMatchObject({ verdict: 'valid', active: false });
  });

  it('AdminEnableUser lets sign in again, and brings no token back', async () => {
    const world = newWorld();
    await addConfirmed(world);
    const { AccessToken, IdToken, RefreshToken } = await signIn(world);
    await admin(world, 'AdminDisableUser');
    await admin(world, 'AdminEnableUser');
    expect(await refusal(world.call('GetUser', { AccessToken }))).toMatch(/^NotAuthorizedException/);
    expect(await world.pools.verifyIdToken(userPoolId, IdToken)).toMatchObject({ active: false });
    const refresh = { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: RefreshToken } };
    expect(await refusal(world.call('InitiateAuth', refresh))).toMatch(/^NotAuthorizedException/);
    expect(await admin(world, 'AdminGetUser')).toMatchObject({ Enabled: true, UserStatus: 'CONFIRMED' });
    expect((await signIn(world)).IdToken).toEqual(expect.any(String));
  });

  it('AdminEnableUser brings back no token of the time before', async () => {
    const world = newWorld();
    await addConfirmed(world);
    const { AccessToken, IdToken, RefreshToken } = await signIn(world);
    const refresh = () =>
      world.call('InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: RefreshToken } });
    await admin(world, 'AdminDisableUser');
    expect(await refusal(refresh())).toBe('NotAuthorizedException: User is disabled.');
    expect(await refusal(world.call('GetUser', { AccessToken }))).toBe('NotAuthorizedException: User is disabled.');
    await admin(world, 'AdminEnableUser');
    expect(await refusal(refresh())).toBe('NotAuthorizedException: Refresh Token has been revoked');
    expect(await refusal(world.call('GetUser', { AccessToken }))).toBe(
      'NotAuthorizedException: Access Token has been revoked',
    );
    expect(await world.pools.verifyIdToken(userPoolId, IdToken)).toMatchObject({ active: false });
  });

  it('AdminUserGlobalSignOut ends the sessions', async () => {
    const world = newWorld();
    await addConfirmed(world);
    const { AccessToken } = await signIn(world);
    await admin(world, 'AdminUserGlobalSignOut');
    expect(await refusal(world.call('GetUser', { AccessToken }))).toMatch(/^NotAuthorizedException/);
  });

  it('AdminConfirmSignUp confirms without the code, and verifies no address', async () => {
    const world = newWorld();
    await world.call('SignUp', { Username: ada.email, Password: ada.password });
    await admin(world, 'AdminConfirmSignUp');
    expect(decodeJwt((await signIn(world)).IdToken)).not.toHaveProperty('email_verified');
    expect(await refusal(admin(world, 'AdminConfirmSignUp'))).toMatch(/Current status is CONFIRMED$/);
  });

  it('AdminUpdateUserAttributes writes what the app client may not', async () => {
    const Schema = [{ Name: 'tenant', AttributeDataType: 'String', Mutable: true }];
    const world = newWorld({ Schema }, { WriteAttributes: ['name'] });
    await addConfirmed(world);
    const UserAttributes = [{ Name: 'custom:tenant', Value: 'acme' }];
    const { AccessToken } = await signIn(world);
    expect(await refusal(world.call('UpdateUserAttributes', { AccessToken, UserAttributes }))).toMatch(/unauthorized/);
    await admin(world, 'AdminUpdateUserAttributes', { UserAttributes });
    expect(decodeJwt((await signIn(world, ada, clientId)).IdToken)).toMatchObject({ 'custom:tenant': 'acme' });
  });

  it.each(['AdminGetUser', 'AdminDeleteUser', 'AdminListGroupsForUser'])('%s tells of nobody', async (operation) => {
    const world = newWorld();
    expect(await refusal(admin(world, operation))).toBe('UserNotFoundException: User does not exist.');
    const other = admin(world, operation, { UserPoolId: 'eu-west-1_Nobody' });
    expect(await refusal(other)).toMatch(/^ResourceNotFoundException/);
  });
});
