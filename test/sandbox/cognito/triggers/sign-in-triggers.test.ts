import { ada, refusal, signIn, srpAnswer, type Tokens, userPoolId, type World } from '../people.js';
import { sources, unchanged, withAda } from './trigger-functions.js';

const tokensBySrp = async (world: World, more: object = {}) =>
  (
    await world.call<{ AuthenticationResult: Tokens }>('RespondToAuthChallenge', {
      ...(await srpAnswer(world)),
      ...more,
    })
  ).AuthenticationResult;

describe('the triggers of a sign-in', () => {
  const all = { PreAuthentication: unchanged, PostAuthentication: unchanged, PreTokenGeneration: unchanged };

  it('run in this order, with SRP and with a password', async () => {
    const world = await withAda(all);
    await tokensBySrp(world);
    const order = [
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ];
    expect(sources(world)).toEqual(order);
    await signIn(world);
    expect(sources(world)).toEqual([...order, ...order]);
  });

  it('get what the app sent along: before the proof as validation data, after it as metadata', async () => {
    const world = await withAda(all);
    const AuthParameters = { USERNAME: ada.email, PASSWORD: ada.password };
    const first = { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters, ClientMetadata: { at: 'first' } };
    await world.call('InitiateAuth', first);
    expect(world.events[0].request).toMatchObject({ validationData: { at: 'first' } });
    for (const { request } of world.events) expect(request).not.toHaveProperty('clientMetadata');
    world.events.length = 0;
    await tokensBySrp(world, { ClientMetadata: { at: 'last' } });
    expect(world.events.map(({ request }) => request.clientMetadata)).toEqual([
      undefined,
      { at: 'last' },
      { at: 'last' },
    ]);
  });

  it.each(['PreAuthentication', 'PostAuthentication', 'PreTokenGeneration'])('%s can refuse it', async (name) => {
    const refuse = () => {
      throw new Error('not today');
    };
    const world = await withAda({ [name]: refuse });
    expect(await refusal(signIn(world))).toBe(`UserLambdaValidationException: ${name} failed with error not today.`);
  });

  it('after a wrong password say nothing of the end', async () => {
    const world = await withAda(all);
    expect(await refusal(signIn(world, { ...ada, password: 'Wrong-1843' }))).toMatch(/Incorrect username or password/);
    expect(sources(world)).toEqual(['PreAuthentication_Authentication']);
  });

  it('are not asked for somebody who is not there', async () => {
    const world = await withAda(all);
    expect(await refusal(signIn(world, { ...ada, email: 'nobody@example.com' }))).toMatch(/^NotAuthorizedException/);
    expect(sources(world)).toEqual([]);
  });

  it('say that tokens are refreshed, or come after a first password of one’s own', async () => {
    const world = await withAda({ PreTokenGeneration: unchanged });
    const { RefreshToken } = await signIn(world);
    await world.call('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    });
    await world.call('GetTokensFromRefreshToken', { RefreshToken, ClientMetadata: { again: 'yes' } });
    expect(sources(world).slice(1)).toEqual(['TokenGeneration_RefreshTokens', 'TokenGeneration_RefreshTokens']);
    expect(world.events[2].request.clientMetadata).toEqual({ again: 'yes' });

    const grace = { Username: 'grace@example.com', TemporaryPassword: 'Nanosecond-1' };
    await world.call('AdminCreateUser', { UserPoolId: userPoolId, ...grace });
    const AuthParameters = { USERNAME: grace.Username, PASSWORD: grace.TemporaryPassword };
    const { Session } = await world.call('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    const ChallengeResponses = { USERNAME: grace.Username, NEW_PASSWORD: 'Microsecond-1' };
    await world.call('RespondToAuthChallenge', { ChallengeName: 'NEW_PASSWORD_REQUIRED', Session, ChallengeResponses });
    expect(sources(world).at(-1)).toBe('TokenGeneration_NewPasswordChallenge');
  });
});
