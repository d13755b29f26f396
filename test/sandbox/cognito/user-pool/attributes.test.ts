import { ada, addConfirmed, newWorld, refusal, signIn, userPoolId } from '../people.js';

const ofAda = { UserPoolId: userPoolId, Username: ada.email };
const namedPool = { UsernameAttributes: [] };
const signUpNamed = async (world: ReturnType<typeof newWorld>) => {
  const UserAttributes = [
    { Name: 'email', Value: ada.email },
    { Name: 'nickname', Value: 'Ada' },
  ];
  await world.call('SignUp', { Username: 'ada', Password: ada.password, UserAttributes });
  await world.call('AdminConfirmSignUp', { UserPoolId: userPoolId, Username: 'ada' });
  return signIn(world, { email: 'ada', password: ada.password });
};
const email = { AttributeName: 'email' };

describe('verifying an address', () => {
  it('takes the code that was asked for, once', async () => {
    const world = newWorld(namedPool);
    const { AccessToken } = await signUpNamed(world);
    expect(world.pools.users()[0]?.emailVerified).toBe(false);
    expect(await world.call('GetUserAttributeVerificationCode', { AccessToken, ...email })).toEqual({
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
    });
    expect(world.pools.messages().at(-1)).toMatchObject({ purpose: 'VerifyAttribute', to: ada.email });
    const Code = world.lastCode();
    const wrong = { AccessToken, ...email, Code: Code === '000000' ? '000001' : '000000' };
    expect(await refusal(world.call('VerifyUserAttribute', wrong))).toMatch(/^CodeMismatchException/);
    expect(await world.call('VerifyUserAttribute', { AccessToken, ...email, Code })).toEqual({});
    expect(world.pools.users()[0]?.emailVerified).toBe(true);
    expect(await refusal(world.call('VerifyUserAttribute', { AccessToken, ...email, Code }))).toMatch(
      /^ExpiredCodeException/,
    );
  });

  it('takes no code after a day, nor one that was sent for something else', async () => {
    const world = newWorld(namedPool);
    const { AccessToken } = await signUpNamed(world);
    const signUpCode = world.lastCode();
    const verify = (Code: string) => refusal(world.call('VerifyUserAttribute', { AccessToken, ...email, Code }));
    expect(await verify(signUpCode)).toMatch(/^ExpiredCodeException/);
    await world.call('GetUserAttributeVerificationCode', { AccessToken, ...email });
    world.clock.advance(24 * 3_600_000);
    expect(await verify(world.lastCode())).toMatch(/^(Expired|NotAuthorized)/);
  });

  it('sends five codes an hour', async () => {
    const world = newWorld(namedPool);
    const { AccessToken } = await signUpNamed(world);
    const ask = () => world.call('GetUserAttributeVerificationCode', { AccessToken, ...email });
    for (let count = 0; count < 5; count += 1) await ask();
    expect(await refusal(ask())).toMatch(/^LimitExceededException/);
  });

  it.each(['nickname', 'phone_number'])('is nothing for %s', async (AttributeName) => {
    const world = newWorld(namedPool);
    const { AccessToken } = await signUpNamed(world);
    expect(await refusal(world.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName }))).toMatch(
      /^InvalidParameterException/,
    );
  });
});

describe('deleting attributes', () => {
  it('takes the address with that it was verified', async () => {
    const world = newWorld(namedPool);
    const { AccessToken } = await signUpNamed(world);
    await world.call('AdminUpdateUserAttributes', {
      UserPoolId: userPoolId,
      Username: 'ada',
      UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
    });
    expect(
      await world.call('DeleteUserAttributes', { AccessToken, UserAttributeNames: ['email', 'nickname'] }),
    ).toEqual({});
    expect(await world.call('GetUser', { AccessToken })).toMatchObject({ UserAttributes: [{ Name: 'sub' }] });
  });

  const Schema = [
    { Name: 'team', AttributeDataType: 'String', Mutable: false },
    { Name: 'nickname', Required: true, Mutable: true },
  ];
  it.each([
    {
      title: 'what the client may not write',
      name: 'name',
      client: { WriteAttributes: ['nickname', 'email'] },
      refused: /unauthorized attribute/,
    },
    { title: 'the sub', name: 'sub', client: {}, refused: /unauthorized attribute/ },
    { title: 'that an address is verified', name: 'email_verified', client: {}, refused: /unauthorized attribute/ },
    {
      title: 'what cannot be changed',
      name: 'custom:team',
      client: {},
      refused: /custom:team: Attribute cannot be deleted/,
    },
    { title: 'what has to be there', name: 'nickname', client: {}, refused: /nickname: Attribute cannot be deleted/ },
  ])('leaves $title', async ({ name, client, refused }) => {
    const world = newWorld({ ...namedPool, Schema }, client);
    const { AccessToken } = await signUpNamed(world);
    expect(await refusal(world.call('DeleteUserAttributes', { AccessToken, UserAttributeNames: [name] }))).toMatch(
      refused,
    );
  });

  it('leaves the address that is the name', async () => {
    const world = newWorld();
    await addConfirmed(world);
    const input = { ...ofAda, UserAttributeNames: ['email'] };
    expect(await refusal(world.call('AdminDeleteUserAttributes', input))).toMatch(/email: Attribute cannot be deleted/);
  });
});

describe('a password that an operator resets', () => {
  it('does not sign in until another is set with the code', async () => {
    const world = newWorld();
    await addConfirmed(world);
    expect(await world.call('AdminResetUserPassword', ofAda)).toEqual({});
    expect(world.pools.users()[0]?.status).toBe('RESET_REQUIRED');
    expect(await refusal(signIn(world))).toBe('PasswordResetRequiredException: Password reset required for the user');
    const Password = 'Another-1843';
    const reset = { Username: ada.email, ConfirmationCode: world.lastCode(), Password };
    await world.call('ConfirmForgotPassword', reset);
    expect((await signIn(world, { ...ada, password: Password })).IdToken).toEqual(expect.any(String));
  });

  it('needs a confirmed user with a verified address', async () => {
    const world = newWorld();
    await world.call('SignUp', { Username: ada.email, Password: ada.password });
    expect(await refusal(world.call('AdminResetUserPassword', ofAda))).toMatch(/cannot be reset in the current state/);
    await world.call('AdminConfirmSignUp', ofAda);
    expect(await refusal(world.call('AdminResetUserPassword', ofAda))).toMatch(/no registered\/verified email/);
  });
});
