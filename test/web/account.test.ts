import { type AuthCalls, createAccount } from '../../web/account/account.js';

const EMAIL = 'ann@example.com';
const PASSWORD = 'Correct-horse-9';

describe('the account of whoever sits in front of the page', () => {
  it('signs in', async () => {
    const { account, calls } = accountOf({ signIn: [done] });
    await account.signIn(EMAIL, PASSWORD);
    expect(account.store.get()).toMatchObject({ status: 'signedIn', busy: false, error: undefined });
    expect(calls).toEqual([['signIn', { username: EMAIL, password: PASSWORD }]]);
  });

  it("shows Cognito's own words for a refusal, and forgets them with the next try", async () => {
    const { account } = accountOf({ signIn: [new Error('Incorrect username or password.'), done] });
    await account.signIn(EMAIL, 'wrong');
    expect(account.store.get()).toMatchObject({ error: 'Incorrect username or password.', busy: false });
    const trying = account.signIn(EMAIL, PASSWORD);
    expect(account.store.get()).toMatchObject({ busy: true, error: undefined });
    await trying;
  });

  it('signs up, confirms with the mailed code, and is in without the password once more', async () => {
    const { account, calls } = accountOf({ signUp: [{ isSignUpComplete: false }], signIn: [done] });
    await account.signUp(EMAIL, PASSWORD);
    expect(account.store.get()).toMatchObject({ screen: { name: 'confirmSignUp' }, email: EMAIL });
    await account.confirmSignUp('123456');
    expect(account.store.get()).toMatchObject({ status: 'signedIn', screen: { name: 'signIn' } });
    expect(calls.map(([name]) => name)).toEqual(['signUp', 'confirmSignUp', 'signIn']);
  });

  it('mails an unconfirmed user a new code', async () => {
    const { account, calls } = accountOf({ signIn: [asked('CONFIRM_SIGN_UP')] });
    await account.signIn(EMAIL, PASSWORD);
    expect(account.store.get().screen).toEqual({ name: 'confirmSignUp' });
    expect(calls.at(-1)).toEqual(['resendSignUpCode', { username: EMAIL }]);
  });

  it.each([
    [asked('CONFIRM_SIGN_IN_WITH_TOTP_CODE'), { name: 'code', from: 'app' }],
    [asked('CONFIRM_SIGN_IN_WITH_SMS_CODE'), { name: 'code', from: 'phone' }],
    [asked('CONFIRM_SIGN_IN_WITH_EMAIL_CODE'), { name: 'code', from: 'mail' }],
    [
      asked('CONTINUE_SIGN_IN_WITH_MFA_SELECTION', { allowedMFATypes: ['TOTP', 'EMAIL'] }),
      { name: 'chooseFactor', factors: ['TOTP', 'EMAIL'] },
    ],
    [
      asked('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', { missingAttributes: ['name'] }),
      { name: 'newPassword', missing: ['name'] },
    ],
    [
      asked('CONTINUE_SIGN_IN_WITH_TOTP_SETUP', {
        totpSetupDetails: { sharedSecret: 'ABC', getSetupUri: (app: string) => new URL(`otpauth://totp/${app}`) },
      }),
      { name: 'setUpApp', secret: 'ABC', uri: 'otpauth://totp/Stack' },
    ],
    [
      asked('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE'),
      { name: 'unknown', step: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE' },
    ],
  ])('asks what Cognito asks, and answers it: %j', async (output, screen) => {
    const { account, calls } = accountOf({ signIn: [output], confirmSignIn: [done] });
    await account.signIn(EMAIL, PASSWORD);
    expect(account.store.get()).toMatchObject({ screen, status: 'configuring' });
    await account.answer('an answer');
    expect(calls.at(-1)).toEqual(['confirmSignIn', { challengeResponse: 'an answer' }]);
    expect(account.store.get().status).toBe('signedIn');
  });

  it('resets a forgotten password, and is in with the new one', async () => {
    const { account, calls } = accountOf({ signIn: [done] });
    await account.forgotPassword(EMAIL);
    expect(account.store.get().screen).toEqual({ name: 'confirmReset' });
    await account.resetPassword('123456', PASSWORD);
    expect(calls.at(-1)).toEqual(['signIn', { username: EMAIL, password: PASSWORD }]);
    expect(account.store.get().status).toBe('signedIn');
  });

  it.each([
    ['is signed in already', undefined, 'signedIn'],
    ['is not', new Error('nobody'), 'signedOut'],
    ['cannot tell without a network', network(), 'unreachable'],
  ])('says after a reload that the user %s', async (_who, fault, status) => {
    const { account } = accountOf({ getCurrentUser: [fault] });
    await account.restore();
    expect(account.store.get().status).toBe(status);
  });

  it('is in where another tab has signed in meanwhile', async () => {
    const already = Object.assign(new Error('There is already a signed in user.'), {
      name: 'UserAlreadyAuthenticatedException',
    });
    const { account } = accountOf({ signIn: [already] });
    await account.signIn(EMAIL, PASSWORD);
    expect(account.store.get()).toMatchObject({ status: 'signedIn', error: undefined });
  });

  it('signs out without a network, too, and forgets the password', async () => {
    const { account, calls } = accountOf({ signUp: [{ isSignUpComplete: false }], signOut: [network()] });
    await account.signUp(EMAIL, PASSWORD);
    await account.signOut();
    expect(account.store.get()).toMatchObject({ status: 'signedOut', email: '' });
    await account.confirmSignUp('123456');
    expect(calls.map(([name]) => name)).not.toContain('signIn');
  });
});

const done = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };

function asked(signInStep: string, more: object = {}) {
  return { isSignedIn: false, nextStep: { signInStep, ...more } };
}

function network(): Error {
  return Object.assign(new Error('A network error has occurred.'), { name: 'NetworkError' });
}

/** @param answers of each call, in their order; an Error is thrown */
function accountOf(answers: Partial<Record<keyof AuthCalls, unknown[]>>) {
  const calls: [name: string, input: unknown][] = [];
  const call = (name: keyof AuthCalls) => async (input?: unknown) => {
    calls.push([name, input]);
    const answer = answers[name]?.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  // Answers as Amplify does, whose types are longer than what is read of them.
  const auth = new Proxy({}, { get: (_target, name) => call(name as keyof AuthCalls) }) as unknown as AuthCalls;
  return { account: createAccount(auth, 'Stack'), calls };
}
