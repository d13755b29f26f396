import { decodeJwt } from 'jose';
import { fromHex, N } from '../../../../sandbox/cognito/user-pool/srp.js';
import {
  ada,
  addConfirmed,
  clientId,
  newWorld,
  otherClientId,
  refusal,
  type SrpAnswer,
  signIn,
  srpAnswer,
  srpTimestamp,
  type Tokens,
  type World,
} from '../people.js';

const wrongPassword = 'NotAuthorizedException: Incorrect username or password.';
const lockedOut = 'NotAuthorizedException: Password attempts exceeded';
const noSession = 'NotAuthorizedException: Invalid session for the user, session is expired.';

const worldWithAda = async (pool = {}, client = {}) => {
  const world = newWorld(pool, client);
  await addConfirmed(world);
  return world;
};
const answerWith = (world: World, answer: SrpAnswer, change: object = {}) =>
  refusal(
    world.call('RespondToAuthChallenge', {
      ...answer,
      ChallengeResponses: { ...answer.ChallengeResponses, ...change },
    }),
  );
const withPassword = (world: World, PASSWORD: string, USERNAME = ada.email) =>
  world.call('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } });

describe('signing in by SRP', () => {
  it('gives tokens with the claims of AWS', async () => {
    const world = await worldWithAda();
    const answer = await srpAnswer(world, { ...ada, email: 'ADA@Example.com' });
    const { AuthenticationResult: tokens } = await world.call<{ AuthenticationResult: Tokens }>(
      'RespondToAuthChallenge',
      answer,
    );
    const sub = world.pools.users()[0]?.sub;
    const time = world.clock.now() / 1000;
    const common = {
      sub,
      iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example01',
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      jti: expect.any(String),
      auth_time: time,
      iat: time,
      exp: time + 3600,
    };
    expect(decodeJwt(tokens.IdToken)).toEqual({
      ...common,
      'cognito:username': sub,
      aud: clientId,
      token_use: 'id',
      email: ada.email,
      email_verified: true,
    });
    expect(decodeJwt(tokens.AccessToken)).toEqual({
      ...common,
      client_id: clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: sub,
    });
    expect(tokens.ExpiresIn).toBe(3600);
  });

  it('refuses a wrong password', async () => {
    const world = await worldWithAda();
    const answer = await srpAnswer(world, { ...ada, password: 'Analytical-1844' });
    expect(await answerWith(world, answer)).toBe(wrongPassword);
  });

  it('refuses a user who has not confirmed, but only once the password is proven', async () => {
    const world = newWorld();
    await world.call('SignUp', { Username: ada.email, Password: ada.password });
    expect(await answerWith(world, await srpAnswer(world))).toBe('UserNotConfirmedException: User is not confirmed.');
    expect(await answerWith(world, await srpAnswer(world, { ...ada, password: 'Wrong-123' }))).toBe(wrongPassword);
  });

  it('takes a secret block once, right or wrong', async () => {
    const world = await worldWithAda();
    const right = await srpAnswer(world);
    expect(await answerWith(world, right)).toBe('nothing');
    expect(await answerWith(world, right)).toBe(noSession);
    const wrong = await srpAnswer(world);
    expect(await answerWith(world, wrong, { PASSWORD_CLAIM_SIGNATURE: 'AAAA' })).toBe(wrongPassword);
    expect(await answerWith(world, wrong)).toBe(noSession);
  });

  it.each([
    {
      title: 'a changed signature',
      change: { PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64') },
      refused: wrongPassword,
    },
    { title: 'a changed secret block', change: { PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA' }, refused: noSession },
    { title: 'another user', change: { USERNAME: 'grace@example.com' }, refused: wrongPassword },
    {
      title: 'a time that was not signed',
      change: { TIMESTAMP: srpTimestamp(Date.UTC(2026, 10, 3, 7, 9, 6)) },
      refused: wrongPassword,
    },
    {
      title: 'a time of long ago',
      change: { TIMESTAMP: srpTimestamp(Date.UTC(2026, 10, 3, 7, 3, 5)) },
      refused: 'NotAuthorizedException: TIMESTAMP is too far from the time of the user pool.',
    },
    {
      title: 'a time in another form',
      change: { TIMESTAMP: '2026-11-03T07:09:05Z' },
      refused: 'InvalidParameterException: TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    },
    {
      title: 'a missing signature',
      change: { PASSWORD_CLAIM_SIGNATURE: '' },
      refused: 'InvalidParameterException: Missing required parameter PASSWORD_CLAIM_SIGNATURE',
    },
    {
      title: 'a remembered device',
      change: { DEVICE_KEY: 'eu-west-1_abc' },
      refused: 'SandboxUnsupported: The sandbox does not emulate the sign-in parameter DEVICE_KEY, so it refuses it.',
    },
  ])('refuses $title', async ({ change, refused }) => {
    const world = await worldWithAda();
    expect(await answerWith(world, await srpAnswer(world), change)).toBe(refused);
  });

  it('refuses the answer of another client, and one that comes after three minutes', async () => {
    const world = await worldWithAda();
    const answer = await srpAnswer(world);
    expect(await refusal(world.call('RespondToAuthChallenge', { ...answer, ClientId: otherClientId }))).toBe(noSession);
    const late = await srpAnswer(world);
    world.clock.advance(180_000);
    expect(await answerWith(world, late)).toBe(noSession);
  });

  it('refuses a challenge from before the password was changed', async () => {
    const world = await worldWithAda();
    const { AccessToken } = await signIn(world);
    const before = await srpAnswer(world);
    const change = { AccessToken, PreviousPassword: ada.password, ProposedPassword: 'Difference-1822' };
    await world.call('ChangePassword', change);
    expect(await answerWith(world, before)).toBe(wrongPassword);
  });

  it.each([
    { title: 'of 0', SRP_A: '0' },
    { title: 'of N', SRP_A: N.toString(16) },
    { title: 'of 2N', SRP_A: (2n * N).toString(16) },
    { title: 'that is no number', SRP_A: 'not hexadecimal' },
    { title: 'that is empty', SRP_A: '' },
  ])('refuses an SRP_A $title', async ({ SRP_A }) => {
    const world = await worldWithAda();
    const start = { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: ada.email, SRP_A } };
    expect(await refusal(world.call('InitiateAuth', start))).toMatch(/^InvalidParameterException: .*SRP_A/);
  });

  it('walks a user that does not exist through the same steps, with the same salt each time', async () => {
    const world = newWorld();
    const start = { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'nobody@example.com', SRP_A: 'abcdef' } };
    type Challenge = { ChallengeParameters: Record<string, string> };
    const { ChallengeParameters: first } = await world.call<Challenge>('InitiateAuth', start);
    const { ChallengeParameters: second } = await world.call<Challenge>('InitiateAuth', start);
    expect(first.USER_ID_FOR_SRP).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([second.SALT, second.USER_ID_FOR_SRP]).toEqual([first.SALT, first.USER_ID_FOR_SRP]);
    expect(second.SRP_B).not.toBe(first.SRP_B);
    expect(fromHex(first.SRP_B ?? '') < N).toBe(true);
    expect(await answerWith(world, await srpAnswer(world, { ...ada, email: 'nobody@example.com' }))).toBe(
      wrongPassword,
    );
  });

  it('tells a LEGACY client that a user does not exist', async () => {
    const world = newWorld({}, { PreventUserExistenceErrors: 'LEGACY' });
    expect(await refusal(srpAnswer(world))).toBe('UserNotFoundException: User does not exist.');
    expect(await refusal(withPassword(world, 'x'))).toBe('UserNotFoundException: User does not exist.');
  });
});

describe('signing in with the plain password', () => {
  it('gives tokens for the right one only', async () => {
    const world = await worldWithAda();
    expect(await withPassword(world, ada.password)).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
    expect(await refusal(withPassword(world, 'Wrong-123'))).toBe(wrongPassword);
    expect(await refusal(withPassword(world, ada.password, 'nobody@example.com'))).toBe(wrongPassword);
  });

  it('locks out for a second after five failures, then for two, four, …', async () => {
    const world = await worldWithAda();
    const fail = () => refusal(withPassword(world, 'Wrong-123'));
    for (let failures = 0; failures < 5; failures++) expect(await fail()).toBe(wrongPassword);
    expect(await refusal(withPassword(world, ada.password))).toBe(lockedOut);
    world.clock.advance(1000);
    expect(await fail()).toBe(wrongPassword);
    world.clock.advance(1999);
    expect(await answerWith(world, await srpAnswer(world))).toBe(lockedOut);
    world.clock.advance(1);
    expect(await refusal(withPassword(world, ada.password))).toBe('nothing');
    expect(await fail()).toBe(wrongPassword);
    expect(await refusal(withPassword(world, ada.password))).toBe('nothing');
  });
});
