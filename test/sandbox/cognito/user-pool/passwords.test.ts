import { ada, addConfirmed, newWorld, refusal, signIn, type World } from '../people.js';

const newPassword = 'Difference-1822';
const forgot = ({ call }: World, Username = ada.email) => call('ForgotPassword', { Username });
const reset = ({ call }: World, ConfirmationCode: string, Password = newPassword, Username = ada.email) =>
  refusal(call('ConfirmForgotPassword', { Username, ConfirmationCode, Password }));
const expired = 'ExpiredCodeException: Invalid code provided, please request a code again.';
const mismatch = 'CodeMismatchException: Invalid verification code provided, please try again.';

const worldWithAda = async (pool = {}, client = {}) => {
  const world = newWorld(pool, client);
  await addConfirmed(world);
  return world;
};

describe('a forgotten password', () => {
  it('is replaced with the code that was e-mailed', async () => {
    const world = await worldWithAda();
    expect(await forgot(world)).toMatchObject({ CodeDeliveryDetails: { Destination: 'a***@e***' } });
    expect(world.pools.messages().at(-1)).toMatchObject({ purpose: 'ForgotPassword', to: ada.email });
    expect(await reset(world, world.lastCode())).toBe('nothing');
    expect(await refusal(signIn(world))).toBe('NotAuthorizedException: Incorrect username or password.');
    expect(await refusal(signIn(world, { ...ada, password: newPassword }))).toBe('nothing');
  });

  it('lifts a lock-out', async () => {
    const world = await worldWithAda();
    for (let failures = 0; failures < 5; failures++) await refusal(signIn(world, { ...ada, password: 'Wrong-123' }));
    await forgot(world);
    await reset(world, world.lastCode());
    expect(await refusal(signIn(world, { ...ada, password: newPassword }))).toBe('nothing');
  });

  it('needs the right code, of the last hour, once', async () => {
    const world = await worldWithAda();
    expect(await reset(world, '123456')).toBe(expired);
    await forgot(world);
    expect(await reset(world, world.lastCode() === '000000' ? '000001' : '000000')).toBe(mismatch);
    expect(await reset(world, world.lastCode(), 'weak')).toMatch(/^InvalidPasswordException: /);
    expect(await reset(world, world.lastCode())).toBe('nothing');
    expect(await reset(world, world.lastCode())).toBe(expired);
    await forgot(world);
    world.clock.advance(3_600_000);
    expect(await reset(world, world.lastCode())).toBe(expired);
  });

  it('is not replaced with the code of a sign-up', async () => {
    const world = await worldWithAda();
    expect(await reset(world, world.lastCode())).toBe(expired);
  });

  it('may be asked for five times an hour', async () => {
    const world = await worldWithAda();
    for (let asked = 0; asked < 5; asked++) expect(await refusal(forgot(world))).toBe('nothing');
    const limited = 'LimitExceededException: Attempt limit exceeded, please try after some time.';
    expect(await refusal(forgot(world))).toBe(limited);
    world.clock.advance(3_600_000);
    expect(await refusal(forgot(world))).toBe('nothing');
  });

  it('of nobody is answered as if a code had been sent', async () => {
    const world = newWorld();
    expect(await forgot(world)).toMatchObject({ CodeDeliveryDetails: { Destination: 'a***@e***' } });
    expect(world.pools.messages()).toEqual([]);
    expect(await reset(world, '123456')).toBe(mismatch);
  });

  it('of nobody, or of an address that is not verified, is refused to a LEGACY client', async () => {
    const world = newWorld({}, { PreventUserExistenceErrors: 'LEGACY' });
    const unknown = 'UserNotFoundException: Username/client id combination not found.';
    expect(await refusal(forgot(world))).toBe(unknown);
    expect(await reset(world, '123456')).toBe(unknown);
    await world.call('SignUp', { Username: ada.email, Password: ada.password });
    expect(await refusal(forgot(world))).toBe(
      'InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  });

  it('is for the administrator where the pool says so', async () => {
    const world = await worldWithAda({ AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only' }] } });
    expect(await refusal(forgot(world))).toBe('NotAuthorizedException: Contact administrator to reset password.');
  });
});

describe('changing the password', () => {
  const change = async (world: World, PreviousPassword: string, ProposedPassword: string) => {
    const { AccessToken } = await signIn(world);
    return refusal(world.call('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword }));
  };

  it('needs the present one, and a new one that the policy allows', async () => {
    const world = await worldWithAda();
    expect(await change(world, 'Wrong-123', newPassword)).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    );
    expect(await change(world, ada.password, 'weak')).toMatch(/^InvalidPasswordException: /);
    expect(await change(world, ada.password, newPassword)).toBe('nothing');
    expect(await refusal(signIn(world, { ...ada, password: newPassword }))).toBe('nothing');
  });
});

describe('updating attributes', () => {
  const update = async (world: World, Name: string, Value = 'x') => {
    const { AccessToken } = await signIn(world);
    return refusal(world.call('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name, Value }] }));
  };

  it('shows in the next tokens and keeps what must not change', async () => {
    const world = await worldWithAda(
      { Schema: [{ Name: 'team', Mutable: false }] },
      { WriteAttributes: ['email', 'name', 'custom:team'] },
    );
    expect(await update(world, 'name', 'Ada')).toBe('nothing');
    const { AccessToken } = await signIn(world);
    expect(await world.call('GetUser', { AccessToken })).toMatchObject({
      UserAttributes: expect.arrayContaining([{ Name: 'name', Value: 'Ada' }]),
    });
    expect(await update(world, 'nickname')).toBe(
      'NotAuthorizedException: A client attempted to write unauthorized attribute',
    );
    expect(await update(world, 'custom:team')).toMatch(
      /^InvalidParameterException: user.custom:team: Attribute cannot be/,
    );
    expect(await update(world, 'email', 'b@example.com')).toMatch(/^SandboxUnsupported: .* e-mail address/);
  });

  it('hides from a client what it may not read', async () => {
    const world = await worldWithAda({}, { ReadAttributes: ['name'] });
    const { AccessToken } = await signIn(world);
    const { UserAttributes } = await world.call<{ UserAttributes: { Name: string }[] }>('GetUser', { AccessToken });
    expect(UserAttributes.map(({ Name }) => Name)).toEqual(['sub']);
  });
});
