import { ada, addConfirmed, newWorld, refusal, srpAnswer } from '../people.js';
import { answer, codeOf, passwordSignIn, withAuthenticator, withMfa } from './authenticator.js';

const noSession = 'NotAuthorizedException: Invalid session for the user, session is expired.';
const mismatch = 'CodeMismatchException: Invalid code received for user';
const used = 'ExpiredCodeException: Your software token has already been used once.';

describe('a sign-in with an authenticator', () => {
  it('asks for the code after the password, and after SRP', async () => {
    const { world, secret } = await withAuthenticator();
    const first = await passwordSignIn(world);
    expect(first.ChallengeParameters).toMatchObject({ FRIENDLY_DEVICE_NAME: 'phone' });
    expect(await answer(world, first.Session, codeOf(world, secret))).toHaveProperty('AuthenticationResult');
    world.clock.advance(30_000);
    const { ChallengeName, Session } = await world.call<Record<string, string>>(
      'RespondToAuthChallenge',
      await srpAnswer(world),
    );
    expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    expect(await answer(world, Session ?? '', codeOf(world, secret))).toHaveProperty('AuthenticationResult');
  });

  it.each([
    { title: 'of now', moved: 0, refused: 'nothing' },
    { title: 'of the step before', moved: -30_000, refused: 'nothing' },
    { title: 'of two steps before', moved: -60_000, refused: mismatch },
    { title: 'of the next step', moved: 30_000, refused: mismatch },
  ])('takes a code $title: $refused', async ({ moved, refused }) => {
    const { world, secret } = await withAuthenticator();
    const { Session } = await passwordSignIn(world);
    expect(await refusal(answer(world, Session, codeOf(world, secret, moved)))).toBe(refused);
  });

  it('takes each code once, and none that is older', async () => {
    const { world, secret } = await withAuthenticator();
    const [older, code] = [codeOf(world, secret, -30_000), codeOf(world, secret)];
    await answer(world, (await passwordSignIn(world)).Session, code);
    expect(await refusal(answer(world, (await passwordSignIn(world)).Session, code))).toBe(used);
    expect(await refusal(answer(world, (await passwordSignIn(world)).Session, older))).toBe(used);
  });

  it('takes no code that set the authenticator up', async () => {
    const world = newWorld(withMfa('ON'));
    await addConfirmed(world);
    const { Session } = await passwordSignIn(world);
    const { SecretCode, Session: second } = await world.call<Record<string, string>>('AssociateSoftwareToken', {
      Session,
    });
    const UserCode = codeOf(world, SecretCode ?? '');
    await world.call('VerifySoftwareToken', { Session: second, UserCode });
    expect(await refusal(answer(world, (await passwordSignIn(world)).Session, UserCode))).toBe(used);
  });

  it('takes a wrong code a few times, and the session once', async () => {
    const { world, secret } = await withAuthenticator();
    const { Session } = await passwordSignIn(world);
    for (const wrong of ['000000', 'abcdef', '12345', '0000000']) {
      expect(await refusal(answer(world, Session, wrong))).toBe(mismatch);
    }
    expect(await answer(world, Session, codeOf(world, secret))).toHaveProperty('AuthenticationResult');
    expect(await refusal(answer(world, Session, codeOf(world, secret)))).toBe(noSession);

    const { Session: second } = await passwordSignIn(world);
    for (let count = 0; count < 5; count += 1) await refusal(answer(world, second, '000000'));
    world.clock.advance(30_000);
    expect(await refusal(answer(world, second, codeOf(world, secret)))).toBe(noSession);
  });

  it('locks out after five wrong codes, in whatever sign-ins, and whoever knows the password', async () => {
    const { world, secret } = await withAuthenticator();
    const lockedOut = 'NotAuthorizedException: Password attempts exceeded';
    for (let count = 0; count < 4; count += 1) {
      expect(await refusal(answer(world, (await passwordSignIn(world)).Session, '000000'))).toBe(mismatch);
    }
    const [{ Session: fifth }, { Session }] = [await passwordSignIn(world), await passwordSignIn(world)];
    expect(await refusal(answer(world, fifth, '000000'))).toBe(mismatch);
    expect(await refusal(answer(world, Session, codeOf(world, secret)))).toBe(lockedOut);
    expect(await refusal(passwordSignIn(world))).toBe(lockedOut);
    world.clock.advance(1000);
    expect(await refusal(answer(world, Session, '000000'))).toBe(mismatch);
    world.clock.advance(1000);
    expect(await refusal(answer(world, Session, codeOf(world, secret)))).toBe(lockedOut);
    world.clock.advance(1000);
    expect(await answer(world, Session, codeOf(world, secret))).toHaveProperty('AuthenticationResult');
    expect(await refusal(answer(world, (await passwordSignIn(world)).Session, '000000'))).toBe(mismatch);
    expect(await refusal(passwordSignIn(world))).toBe('nothing');
  });

  it.each([
    { title: 'of another client', more: { ClientId: '2example23456789' }, later: 0, refused: noSession },
    { title: 'after three minutes', more: {}, later: 180_000, refused: noSession },
    {
      title: 'as an answer to something else',
      more: { ChallengeName: 'MFA_SETUP', ChallengeResponses: { USERNAME: ada.email } },
      later: 0,
      refused: noSession,
    },
    {
      title: 'with another name',
      more: { ChallengeResponses: { USERNAME: 'eve@example.com', SOFTWARE_TOKEN_MFA_CODE: '123456' } },
      later: 0,
      refused: 'NotAuthorizedException: Incorrect username or password.',
    },
  ])('takes no session $title', async ({ more, later, refused }) => {
    const { world, secret } = await withAuthenticator();
    const { Session } = await passwordSignIn(world);
    world.clock.advance(later);
    expect(await refusal(answer(world, Session, codeOf(world, secret), more))).toBe(refused);
  });

  it('does not show the secret', async () => {
    const { world, secret } = await withAuthenticator();
    expect(JSON.stringify([world.pools.users(), world.pools.messages()])).not.toContain(secret);
  });
});
