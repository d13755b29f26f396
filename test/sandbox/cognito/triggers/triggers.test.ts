import { LambdaThrottled } from '../../../../sandbox/service/function-of-stack.js';
import { ada, addConfirmed, clientId, newWorld, refusal, userPoolId } from '../people.js';
import { respond, triggered, unchanged } from './trigger-functions.js';

const signUp = { Username: ada.email, Password: ada.password };

describe('the function of a trigger', () => {
  it('gets the event that AWS documents', async () => {
    const { call, events } = triggered({ PreSignUp: unchanged });
    const { UserSub } = await call('SignUp', {
      ...signUp,
      ValidationData: [{ Name: 'invitation', Value: 'blue' }],
      ClientMetadata: { from: 'the app' },
    });
    expect(events).toEqual([
      {
        version: '1',
        triggerSource: 'PreSignUp_SignUp',
        region: 'eu-west-1',
        userPoolId,
        userName: UserSub,
        callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
        request: {
          userAttributes: { email: ada.email },
          validationData: { invitation: 'blue' },
          clientMetadata: { from: 'the app' },
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
  });

  const ofPool = (pool: string) => `arn:aws:cognito-idp:eu-west-1:111122223333:userpool/${pool}`;
  const cognito = 'cognito-idp.amazonaws.com';
  const denied = 'UnexpectedLambdaException: PreSignUp invocation failed due to error AccessDeniedException.';
  it.each([
    { title: 'nobody', permissions: [], refused: denied },
    {
      title: 'API Gateway',
      permissions: [{ principal: 'apigateway.amazonaws.com', sourceArn: undefined }],
      refused: denied,
    },
    {
      title: 'another pool',
      permissions: [{ principal: cognito, sourceArn: ofPool('eu-west-1_Other') }],
      refused: denied,
    },
    { title: 'any pool', permissions: [{ principal: cognito, sourceArn: ofPool('*') }], refused: 'nothing' },
    { title: 'all of Cognito', permissions: [{ principal: cognito, sourceArn: undefined }], refused: 'nothing' },
  ])('that lets $title invoke it refuses with $refused', async ({ permissions, refused }) => {
    const { call, events, pools } = triggered({ PreSignUp: unchanged }, { permissions });
    expect(await refusal(call('SignUp', signUp))).toBe(refused);
    expect(events).toHaveLength(refused === 'nothing' ? 1 : 0);
    expect(pools.users()).toHaveLength(refused === 'nothing' ? 1 : 0);
  });

  it('that fails refuses in its own words', async () => {
    const fail = () => {
      throw new Error('only by invitation');
    };
    const { call, pools } = triggered({ PreSignUp: fail });
    expect(await refusal(call('SignUp', signUp))).toBe(
      'UserLambdaValidationException: PreSignUp failed with error only by invitation.',
    );
    expect(pools.users()).toEqual([]);
  });

  it.each([
    { title: 'nothing', answer: () => undefined },
    { title: 'text', answer: () => 'done' },
    { title: 'an event without a response', answer: () => ({}) },
    { title: 'a member that there is not', answer: respond({ autoConfirm: true }) },
    { title: 'a flag as text', answer: respond({ autoConfirmUser: 'true' }) },
  ])('that answers with $title is not understood', async ({ answer }) => {
    const { call, pools } = triggered({ PreSignUp: answer });
    expect(await refusal(call('SignUp', signUp))).toBe('InvalidLambdaResponseException: Unrecognizable lambda output');
    expect(pools.users()).toEqual([]);
  });

  it('that does not answer in time is called three times', async () => {
    const never = () => new Promise(() => undefined);
    const { call, events } = triggered({ PreSignUp: never }, { patience: 5 });
    expect(await refusal(call('SignUp', signUp))).toBe(
      'UnexpectedLambdaException: PreSignUp failed with error Socket timeout while invoking Lambda function.',
    );
    expect(events).toHaveLength(3);
  });

  it('that is late once is asked again', async () => {
    let calls = 0;
    const late = (event: unknown) => {
      calls += 1;
      return calls === 1 ? new Promise(() => undefined) : event;
    };
    const { call } = triggered({ PreSignUp: late }, { patience: 20 });
    expect(await refusal(call('SignUp', signUp))).toBe('nothing');
  });

  it('that Lambda throttles refuses', async () => {
    const invoke = () => Promise.reject(new LambdaThrottled(true));
    const { call } = triggered({ PreSignUp: unchanged }, { invoke });
    expect(await refusal(call('SignUp', signUp))).toBe(
      'UnexpectedLambdaException: PreSignUp invocation failed due to error TooManyRequestsException.',
    );
  });

  it('that is not in the template is refused by name', async () => {
    const world = newWorld({ LambdaConfig: { PreSignUp: 'arn:elsewhere' } });
    expect(await refusal(world.call('SignUp', signUp))).toMatch(/^SandboxUnsupported: .*the function arn:elsewhere/);
  });
});

describe('signing up with triggers', () => {
  it('is confirmed and verified at once where the function says so, and sends no code', async () => {
    const world = triggered({
      PreSignUp: respond({ autoConfirmUser: true, autoVerifyEmail: true }),
      PostConfirmation: unchanged,
    });
    expect(await world.call('SignUp', signUp)).toEqual({ UserConfirmed: true, UserSub: expect.any(String) });
    expect(world.pools.messages()).toEqual([]);
    expect(world.pools.users()).toMatchObject([{ status: 'CONFIRMED', emailVerified: true }]);
    expect(world.events[1]).toMatchObject({
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      request: { userAttributes: { email: ada.email, email_verified: 'true', 'cognito:user_status': 'CONFIRMED' } },
      response: {},
    });
  });

  it('verifies no attribute that is not there', async () => {
    const { call } = triggered({ PreSignUp: respond({ autoVerifyPhone: true }) });
    expect(await refusal(call('SignUp', signUp))).toMatch(/^InvalidLambdaResponseException/);
  });

  it('that is refused for a name that is taken asks nobody', async () => {
    const world = triggered({ PreSignUp: unchanged });
    await addConfirmed(world);
    expect(await refusal(world.call('SignUp', signUp))).toMatch(/^UsernameExistsException/);
    expect(world.events).toHaveLength(1);
  });

  it('twice at once makes one user', async () => {
    const world = triggered({ PreSignUp: unchanged });
    const both = await Promise.all([refusal(world.call('SignUp', signUp)), refusal(world.call('SignUp', signUp))]);
    expect(both.sort()).toEqual([
      'UsernameExistsException: An account with the given email already exists.',
      'nothing',
    ]);
  });

  it('tells of the confirmation, by code and of a new password', async () => {
    const world = triggered({ PostConfirmation: unchanged });
    await addConfirmed(world);
    await world.call('ForgotPassword', { Username: ada.email });
    const reset = { Username: ada.email, ConfirmationCode: world.lastCode(), Password: 'Another-1843' };
    await world.call('ConfirmForgotPassword', { ...reset, ClientMetadata: { why: 'forgot' } });
    expect(world.events.map(({ triggerSource }) => triggerSource)).toEqual([
      'PostConfirmation_ConfirmSignUp',
      'PostConfirmation_ConfirmForgotPassword',
    ]);
    expect(world.events[1].request.clientMetadata).toEqual({ why: 'forgot' });
  });

  it('by an operator asks, and confirms nothing', async () => {
    const world = triggered({ PreSignUp: respond({ autoConfirmUser: true, autoVerifyEmail: true }) });
    const { User } = await world.call('AdminCreateUser', { UserPoolId: userPoolId, Username: ada.email });
    expect(User).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(world.pools.users()).toMatchObject([{ emailVerified: false }]);
    expect(world.events[0]).toMatchObject({
      triggerSource: 'PreSignUp_AdminCreateUser',
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    });
  });
});
