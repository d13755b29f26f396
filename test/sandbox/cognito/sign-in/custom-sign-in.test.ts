import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { ada, clientId, newWorld, refusal, srpTimestamp, userPoolId, type World } from '../people.js';
import { type Event, type Handler, respond, sources, withAda } from '../triggers/trigger-functions.js';

const client = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] };
const wrongPassword = 'NotAuthorizedException: Incorrect username or password.';
const noSession = 'NotAuthorizedException: Invalid session for the user, session is expired.';
const unrecognizable = 'InvalidLambdaResponseException: Unrecognizable lambda output';

/** One riddle, three tries; after the password, where the app begins with it. */
const riddle: Record<string, Handler> = {
  DefineAuthChallenge: (event) => {
    const { session } = event.request;
    const last = session.at(-1);
    const tries = session.filter(({ challengeName }: Event) => challengeName === 'CUSTOM_CHALLENGE').length;
    const next =
      last?.challengeName === 'SRP_A'
        ? { challengeName: 'PASSWORD_VERIFIER', issueTokens: false, failAuthentication: false }
        : last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult
          ? { issueTokens: true, failAuthentication: false }
          : tries < 3
            ? { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }
            : { issueTokens: false, failAuthentication: true };
    return { ...event, response: next };
  },
  CreateAuthChallenge: respond({
    publicChallengeParameters: { question: 'How many engines?' },
    privateChallengeParameters: { answer: 'two' },
    challengeMetadata: 'RIDDLE',
  }),
  VerifyAuthChallengeResponse: (event) => {
    const { privateChallengeParameters, challengeAnswer } = event.request;
    return { ...event, response: { answerCorrect: challengeAnswer === privateChallengeParameters.answer } };
  },
};

interface Challenge {
  readonly ChallengeName?: string;
  readonly Session: string;
  readonly ChallengeParameters: Record<string, string>;
}

const start = (world: World, USERNAME = ada.email, more: object = {}) =>
  world.call<Challenge>('InitiateAuth', { AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME }, ...more });
const say = (world: World, Session: string, ANSWER: string, more: object = {}) =>
  world.call<Challenge>('RespondToAuthChallenge', {
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session,
    ChallengeResponses: { USERNAME: ada.email, ANSWER },
    ...more,
  });

describe('signing in by challenges of one’s own', () => {
  it('gives tokens for the right answer', async () => {
    const world = await withAda(riddle, { client });
    const first = await start(world, ada.email, { ClientMetadata: { at: 'first' } });
    expect(first).toEqual({
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session: expect.any(String),
      ChallengeParameters: { question: 'How many engines?', USERNAME: world.pools.users()[0]?.userName },
    });
    expect(await say(world, first.Session, 'two', { ClientMetadata: { at: 'last' } })).toHaveProperty(
      'AuthenticationResult.RefreshToken',
    );
    expect(sources(world)).toEqual([
      'DefineAuthChallenge_Authentication',
      'CreateAuthChallenge_Authentication',
      'VerifyAuthChallengeResponse_Authentication',
      'DefineAuthChallenge_Authentication',
    ]);
    expect(world.events.map(({ request }) => request.clientMetadata?.at)).toEqual([
      undefined,
      undefined,
      'last',
      'last',
    ]);
    expect(world.events[2].request).toMatchObject({
      privateChallengeParameters: { answer: 'two' },
      challengeAnswer: 'two',
      userNotFound: false,
    });
    expect(world.events[3].request.session).toEqual([
      { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'RIDDLE' },
    ]);
  });

  it('asks again after a wrong answer, as the function says, and then refuses', async () => {
    const world = await withAda(riddle, { client });
    let { Session } = await start(world);
    for (const wrong of ['one', 'three']) {
      const again = await say(world, Session, wrong);
      expect(again.ChallengeName).toBe('CUSTOM_CHALLENGE');
      expect(await refusal(say(world, Session, 'two'))).toBe(noSession);
      Session = again.Session;
    }
    expect(await refusal(say(world, Session, 'four'))).toBe(wrongPassword);
  });

  it.each([
    { title: 'of another client', more: { ClientId: '2example23456789' }, refused: noSession },
    {
      title: 'for another name',
      more: { ChallengeResponses: { USERNAME: 'eve@example.com', ANSWER: 'two' } },
      refused: wrongPassword,
    },
    {
      title: 'without an answer',
      more: { ChallengeResponses: { USERNAME: ada.email } },
      refused: 'InvalidParameterException: Missing required parameter ANSWER',
    },
  ])('takes no session $title', async ({ more, refused }) => {
    const world = await withAda(riddle, { client });
    const { Session } = await start(world);
    expect(await refusal(say(world, Session, 'two', more))).toBe(refused);
  });

  it('asks somebody who is not there the same, and gives no tokens', async () => {
    const world = await withAda(riddle, { client });
    const nobody = 'nobody@example.com';
    const { ChallengeName, Session } = await start(world, nobody);
    expect(ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(world.events[0].request).toMatchObject({ userNotFound: true, userAttributes: {} });
    const ChallengeResponses = { USERNAME: nobody, ANSWER: 'two' };
    expect(await refusal(say(world, Session, '', { ChallengeResponses }))).toBe(wrongPassword);
  });

  it('says that somebody is not there where the client may know', async () => {
    const world = await withAda(riddle, { client: { ...client, PreventUserExistenceErrors: 'LEGACY' } });
    expect(await refusal(start(world, 'nobody@example.com'))).toBe('UserNotFoundException: User does not exist.');
    await start(world);
    expect(world.events[0].request).not.toHaveProperty('userNotFound');
  });

  it.each([
    { title: 'a challenge that there is not', response: { challengeName: 'RIDDLE' } },
    { title: 'a password that the app did not begin', response: { challengeName: 'PASSWORD_VERIFIER' } },
    { title: 'nothing', response: {} },
  ])('is ended by a function that wants $title', async ({ response }) => {
    const world = await withAda({ ...riddle, DefineAuthChallenge: respond(response) }, { client });
    expect(await refusal(start(world))).toBe(unrecognizable);
  });

  it('needs all three functions', async () => {
    const without = 'InvalidParameterException: Custom auth lambda trigger is not configured for the user pool.';
    const none = await withAda({}, { client });
    expect(await refusal(start(none))).toBe(without);
    const { DefineAuthChallenge = respond({}) } = riddle;
    expect(await refusal(start(await withAda({ DefineAuthChallenge }, { client })))).toBe(without);
  });

  it('gives a disabled user nothing', async () => {
    const world = await withAda(riddle, { client });
    await world.call('AdminDisableUser', { UserPoolId: userPoolId, Username: ada.email });
    const { Session } = await start(world);
    expect(await refusal(say(world, Session, 'two'))).toBe('NotAuthorizedException: User is disabled.');
  });

  it('is refused by name for a user with MFA', async () => {
    const pool = { MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] };
    const world = await withAda(riddle, { client, pool });
    const { Session } = await start(world);
    expect(await refusal(say(world, Session, 'two'))).toMatch(/^SandboxUnsupported: .*CUSTOM_AUTH for a user with MFA/);
  });

  it('is walked by an operator, too', async () => {
    const world = await withAda(riddle, { client });
    const ofPool = { UserPoolId: userPoolId, ClientId: clientId };
    const AuthParameters = { USERNAME: ada.email };
    const { Session } = await world.call('AdminInitiateAuth', { ...ofPool, AuthFlow: 'CUSTOM_AUTH', AuthParameters });
    const ChallengeResponses = { USERNAME: ada.email, ANSWER: 'two' };
    const answer = { ...ofPool, ChallengeName: 'CUSTOM_CHALLENGE', Session, ChallengeResponses };
    expect(await world.call('AdminRespondToAuthChallenge', answer)).toHaveProperty('AuthenticationResult');
  });
});

describe('a password among the challenges', () => {
  const withSrp = async (world: World, password: string) => {
    const session = createSrpSession(ada.email, password, userPoolId, false);
    session.timestamp = srpTimestamp(world.clock.now());
    const begin = { ClientId: clientId, AuthFlow: 'CUSTOM_AUTH' as const };
    const AuthParameters = { USERNAME: ada.email, CHALLENGE_NAME: 'SRP_A' };
    const challenge = await world.call<Challenge>(
      'InitiateAuth',
      wrapInitiateAuth(session, { ...begin, AuthParameters }),
    );
    const reply = {
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER' as const,
      ChallengeResponses: { USERNAME: ada.email },
    };
    const signed = wrapAuthChallenge(signSrpSession(session, challenge as never), reply);
    return { challenge, signed: { ...signed, Session: challenge.Session } };
  };

  it('is proven by SRP, and then come the others', async () => {
    const world = await withAda(riddle, { client });
    const { challenge, signed } = await withSrp(world, ada.password);
    expect(challenge.ChallengeName).toBe('PASSWORD_VERIFIER');
    const second = await world.call<Challenge>('RespondToAuthChallenge', signed);
    expect(second.ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(await say(world, second.Session, 'two')).toHaveProperty('AuthenticationResult');
    expect(world.events.at(-1).request.session.map(({ challengeName }: Event) => challengeName)).toEqual([
      'SRP_A',
      'PASSWORD_VERIFIER',
      'CUSTOM_CHALLENGE',
    ]);
  });

  it.each([
    { title: 'that is wrong', password: 'Wrong-1843', change: {}, refused: wrongPassword },
    { title: 'without its session', password: ada.password, change: { Session: undefined }, refused: noSession },
    { title: 'with another session', password: ada.password, change: { Session: 'a'.repeat(128) }, refused: noSession },
  ])('$title ends it', async ({ password, change, refused }) => {
    const world = await withAda(riddle, { client });
    const { signed } = await withSrp(world, password);
    expect(await refusal(world.call('RespondToAuthChallenge', { ...signed, ...change }))).toBe(refused);
  });
});

it('no pool without functions begins it', async () => {
  expect(await refusal(start(newWorld({}, client), 'nobody@example.com'))).toMatch(/is not configured/);
});
