import { confirmSignIn, fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import { UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { configureAmplify, receiveMessage } from '../support/configured-amplify.js';
import { type Trigger, triggeredSandbox } from './triggered-stack.js';

const username = 'triggered@example.com';
const password = 'Triggered-1234';
const machines = { publish: ['machines/*'], subscribe: ['machines/*'], receive: ['machines/*'] };

/** Only whom we know signs up, and is confirmed at once. */
const preSignUp: Trigger = {
  operation: UserPoolOperation.PRE_SIGN_UP,
  source: `export const handler = async (event) => {
    if (!event.request.userAttributes.email.endsWith('@example.com')) throw new Error('not one of us');
    event.response.autoConfirmUser = true;
    event.response.autoVerifyEmail = true;
    return event;
  };`,
};

/** Everybody is an operator, as the token says. */
const preTokenGeneration: Trigger = {
  operation: UserPoolOperation.PRE_TOKEN_GENERATION,
  source: `export const handler = async (event) => {
    const role = process.env.ROLE_ARN;
    event.response.claimsOverrideDetails = {
      claimsToAddOrOverride: { tenant: 'acme' },
      groupOverrideDetails: { groupsToOverride: ['operators'], iamRolesToOverride: [role], preferredRole: role },
    };
    return event;
  };`,
  environment: (stack) => ({
    ROLE_ARN: stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'operators' }),
  }),
};

const challenges: Record<string, Trigger> = {
  Define: {
    operation: UserPoolOperation.DEFINE_AUTH_CHALLENGE,
    source: `export const handler = async (event) => {
      const last = event.request.session.at(-1);
      if (last?.challengeName === 'SRP_A') event.response.challengeName = 'PASSWORD_VERIFIER';
      else if (last?.challengeName === 'CUSTOM_CHALLENGE') event.response.issueTokens = last.challengeResult;
      else event.response.challengeName = 'CUSTOM_CHALLENGE';
      event.response.failAuthentication = last?.challengeName === 'CUSTOM_CHALLENGE' && !last.challengeResult;
      return event;
    };`,
  },
  Create: {
    operation: UserPoolOperation.CREATE_AUTH_CHALLENGE,
    source: `export const handler = async (event) => {
      event.response.publicChallengeParameters = { question: 'How many engines?' };
      event.response.privateChallengeParameters = { answer: 'two' };
      return event;
    };`,
  },
  Verify: {
    operation: UserPoolOperation.VERIFY_AUTH_CHALLENGE_RESPONSE,
    source: `export const handler = async (event) => {
      const { challengeAnswer, privateChallengeParameters } = event.request;
      event.response.answerCorrect = challengeAnswer === privateChallengeParameters.answer;
      return event;
    };`,
  },
};

const signUpAs = (name: string) => signUp({ username: name, password, options: { userAttributes: { email: name } } });

describe('with triggers of its own template', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await triggeredSandbox({
      triggers: { preSignUp, preTokenGeneration },
      settings: { groups: [{ name: 'operators', access: machines }] },
    });
    configureAmplify(sandbox);
  }, 60_000);
  afterAll(() => sandbox.stop());

  it('a stranger does not sign up', async () => {
    await expect(signUpAs('somebody@example.org')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error not one of us.',
    });
  });

  it('a user of Amplify signs up at once, gets the role that the function says, and hears a message', async () => {
    expect((await signUpAs(username)).nextStep.signUpStep).toBe('DONE');
    expect(await signIn({ username, password })).toMatchObject({ isSignedIn: true });
    const { tokens } = await fetchAuthSession();
    expect(tokens?.idToken?.payload).toMatchObject({
      tenant: 'acme',
      'cognito:groups': ['operators'],
      'cognito:preferred_role': expect.stringMatching(/role\/operators$/),
    });
    expect(tokens?.accessToken.payload['cognito:groups']).toEqual(['operators']);
    await receiveMessage(sandbox, () => 'machines/press');
    await expect(receiveMessage(sandbox)).rejects.toMatchObject({ name: 'SocketClosed' });
    await signOut();
  });
});

describe('with challenges of its own', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await triggeredSandbox({
      triggers: { preSignUp, ...challenges },
      client: (client) => {
        client.explicitAuthFlows = ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
      },
    });
    configureAmplify(sandbox);
    await signUpAs(username);
  }, 60_000);
  afterAll(() => sandbox.stop());

  it.each([{ authFlowType: 'CUSTOM_WITHOUT_SRP' }, { authFlowType: 'CUSTOM_WITH_SRP', password }] as const)(
    'a user of Amplify signs in by $authFlowType, and hears a message',
    async ({ authFlowType, ...withPassword }) => {
      const { nextStep } = await signIn({ username, ...withPassword, options: { authFlowType } });
      expect(nextStep).toMatchObject({
        signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
        additionalInfo: { question: 'How many engines?' },
      });
      expect(await confirmSignIn({ challengeResponse: 'two' })).toMatchObject({ isSignedIn: true });
      await receiveMessage(sandbox);
      await signOut();
    },
    60_000,
  );

  it('a wrong answer gives nothing', async () => {
    await signIn({ username, options: { authFlowType: 'CUSTOM_WITHOUT_SRP' } });
    await expect(confirmSignIn({ challengeResponse: 'one' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });
});
