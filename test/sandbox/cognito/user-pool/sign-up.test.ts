import { ada, addConfirmed, newWorld, refusal, type World } from '../people.js';

const other = { email: 'grace@example.com', password: ada.password };
const signUp = { Username: ada.email, Password: ada.password };

describe('signing up', () => {
  it('e-mails a code with the text of the template, and tells where to in masked form', async () => {
    const world = newWorld();
    const answer = await world.call('SignUp', signUp);
    expect(answer).toEqual({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
    });
    const code = world.lastCode();
    expect(world.pools.messages()).toMatchObject([
      { to: ada.email, purpose: 'SignUp', code, subject: 'Verify your account', text: `Your code is ${code}` },
    ]);
    expect(code).toMatch(/^\d{6}$/);
  });

  it('confirms with that code, which verifies the address', async () => {
    const world = newWorld();
    await addConfirmed(world);
    expect(world.pools.users()).toMatchObject([{ email: ada.email, emailVerified: true, status: 'CONFIRMED' }]);
  });

  it.each([
    {
      title: 'an address that is taken, in whatever case',
      input: { ...signUp, Username: 'ADA@example.com' },
      refused: 'UsernameExistsException: An account with the given email already exists.',
    },
    {
      title: 'a name that is no address',
      input: { ...signUp, Username: 'ada' },
      refused: 'InvalidParameterException: Username should be an email.',
    },
    {
      title: 'a client of no pool',
      input: { ...signUp, ClientId: 'nobody' },
      refused: 'ResourceNotFoundException: User pool client nobody does not exist.',
    },
    {
      title: 'no user name',
      input: { Password: ada.password },
      refused:
        "InvalidParameterException: 1 validation error detected: Value null at 'username' failed to satisfy constraint: Member must not be null",
    },
    {
      title: 'a user name of the wrong type',
      input: { ...signUp, Username: 7 },
      refused: 'SerializationException: NUMBER_VALUE can not be converted to a String',
    },
    {
      title: 'a secret hash',
      input: { ...signUp, SecretHash: 'c2VjcmV0' },
      refused: 'NotAuthorizedException: Client 1example23456789 is not configured for secret but secret was received',
    },
    {
      title: 'a field that is not emulated',
      input: { ...signUp, Session: 'x' },
      refused:
        'SandboxUnsupported: The sandbox does not emulate the field Session of cognito-idp:SignUp, so it refuses it.',
    },
    {
      title: 'an attribute that only AWS may set',
      input: { ...signUp, Username: other.email, UserAttributes: [{ Name: 'email_verified', Value: 'true' }] },
      refused: 'NotAuthorizedException: A client attempted to write unauthorized attribute',
    },
    {
      title: 'another address as attribute',
      input: { ...signUp, Username: other.email, UserAttributes: [{ Name: 'email', Value: 'x@example.com' }] },
      refused: 'InvalidParameterException: The email attribute is not the email given as the user name.',
    },
    {
      title: 'an attribute that the pool does not have',
      input: { ...signUp, Username: other.email, UserAttributes: [{ Name: 'custom:team', Value: 'a' }] },
      refused:
        'InvalidParameterException: Attributes did not conform to the schema: Type for attribute {custom:team} could not be determined',
    },
  ])('refuses $title', async ({ input, refused }) => {
    const world = newWorld();
    await addConfirmed(world);
    expect(await refusal(world.call('SignUp', input))).toBe(refused);
  });

  it.each([
    ['Ab1-', 'Password not long enough'],
    ['lower-case-1', 'Password must have uppercase characters'],
    ['UPPER-CASE-1', 'Password must have lowercase characters'],
    ['No-Numbers', 'Password must have numeric characters'],
    ['NoSymbols1', 'Password must have symbol characters'],
  ])('refuses the password %s', async (password, reason) => {
    const refused = `InvalidPasswordException: Password did not conform with policy: ${reason}`;
    expect(await refusal(newWorld().call('SignUp', { ...signUp, Password: password }))).toBe(refused);
  });

  it('takes a short, plain password where the policy of the template does', async () => {
    const lax = { RequireUppercase: false, RequireLowercase: false, RequireNumbers: false, RequireSymbols: false };
    const world = newWorld({ Policies: { PasswordPolicy: { MinimumLength: 6, ...lax } } });
    expect(await refusal(world.call('SignUp', { ...signUp, Password: 'simple' }))).toBe('nothing');
  });

  it('asks for the attributes that the schema requires', async () => {
    const world = newWorld({ Schema: [{ Name: 'given_name', Required: true }] });
    const refused =
      'InvalidParameterException: Attributes did not conform to the schema: given_name: The attribute is required';
    expect(await refusal(world.call('SignUp', signUp))).toBe(refused);
  });

  it('is refused where only administrators create users', async () => {
    const world = newWorld({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    expect(await refusal(world.call('SignUp', signUp))).toBe(
      'NotAuthorizedException: SignUp is not permitted for this user pool',
    );
  });

  it('takes names of any kind where e-mail addresses are not the names', async () => {
    const world = newWorld({ UsernameAttributes: [] });
    await world.call('SignUp', { ...signUp, Username: 'ada', UserAttributes: [{ Name: 'email', Value: ada.email }] });
    expect(world.pools.users()).toMatchObject([{ userName: 'ada', email: ada.email }]);
    expect(await refusal(world.call('SignUp', { ...signUp, Username: 'ada' }))).toBe(
      'UsernameExistsException: User already exists',
    );
  });
});

describe('confirming a sign-up', () => {
  const confirm = ({ call }: World, ConfirmationCode: string, Username = ada.email) =>
    refusal(call('ConfirmSignUp', { Username, ConfirmationCode }));

  it('refuses a wrong code, and after five of them any', async () => {
    const world = newWorld();
    await world.call('SignUp', signUp);
    const wrong = world.lastCode() === '000000' ? '000001' : '000000';
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await confirm(world, wrong)).toBe(
        'CodeMismatchException: Invalid verification code provided, please try again.',
      );
    }
    const limited = 'LimitExceededException: Attempt limit exceeded, please try after some time.';
    expect(await confirm(world, world.lastCode())).toBe(limited);
    world.clock.advance(3_600_000);
    expect(await confirm(world, world.lastCode())).toBe('nothing');
  });

  it('refuses a code that is a day old', async () => {
    const world = newWorld();
    await world.call('SignUp', signUp);
    world.clock.advance(24 * 3_600_000);
    expect(await confirm(world, world.lastCode())).toBe(
      'ExpiredCodeException: Invalid code provided, please request a code again.',
    );
  });

  it('takes only the newest of two codes', async () => {
    const world = newWorld();
    await world.call('SignUp', signUp);
    await world.call('ResendConfirmationCode', { Username: ada.email });
    expect(world.pools.messages()).toHaveLength(2);
    expect(await confirm(world, world.lastCode())).toBe('nothing');
  });

  it('refuses to confirm twice', async () => {
    const world = newWorld();
    await addConfirmed(world);
    expect(await confirm(world, world.lastCode())).toBe(
      'NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED',
    );
    expect(await refusal(world.call('ResendConfirmationCode', { Username: ada.email }))).toBe(
      'InvalidParameterException: User is already confirmed.',
    );
  });

  it('sends five codes an hour again, and no more', async () => {
    const world = newWorld();
    await world.call('SignUp', signUp);
    const resend = () => refusal(world.call('ResendConfirmationCode', { Username: ada.email }));
    for (let sent = 0; sent < 5; sent++) expect(await resend()).toBe('nothing');
    expect(await resend()).toBe('LimitExceededException: Attempt limit exceeded, please try after some time.');
  });

  it('tells a client that prevents it nothing of who exists', async () => {
    const world = newWorld();
    expect(await confirm(world, '123456', other.email)).toBe(
      'ExpiredCodeException: Invalid code provided, please request a code again.',
    );
    expect(await world.call('ResendConfirmationCode', { Username: other.email })).toMatchObject({
      CodeDeliveryDetails: { Destination: 'g***@e***' },
    });
    expect(world.pools.messages()).toEqual([]);
  });

  it('tells a LEGACY client', async () => {
    const world = newWorld({}, { PreventUserExistenceErrors: 'LEGACY' });
    const refused = 'UserNotFoundException: Username/client id combination not found.';
    expect(await confirm(world, '123456', other.email)).toBe(refused);
    expect(await refusal(world.call('ResendConfirmationCode', { Username: other.email }))).toBe(refused);
  });
});
