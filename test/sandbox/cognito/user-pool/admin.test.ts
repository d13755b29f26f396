import { decodeJwt } from 'jose';
import { ada, addConfirmed, clientId, newWorld, refusal, signIn, userPoolId, type World } from '../people.js';

const admin = ({ pools }: World, operation: string, input: object = {}) =>
  pools.operations[operation]?.({ UserPoolId: userPoolId, Username: ada.email, ...input }) as Promise<
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
