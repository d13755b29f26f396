import type * as Auth from 'aws-amplify/auth';
import type { SignInOutput } from 'aws-amplify/auth';
import { createStore, type Store } from '../session/store.js';
import { type AccountState, NEW_ACCOUNT, type Screen } from './account-state.js';
import { nextScreen } from './next-screen.js';

/** What is asked of the user pool. */
export type AuthCalls = Pick<
  typeof Auth,
  | 'getCurrentUser'
  | 'signIn'
  | 'confirmSignIn'
  | 'signUp'
  | 'confirmSignUp'
  | 'resendSignUpCode'
  | 'resetPassword'
  | 'confirmResetPassword'
  | 'signOut'
>;

/** Signs in and up, one form after the other; refusals are part of the state, not thrown. */
export interface Account {
  readonly store: Store<AccountState>;
  /** Whether somebody is signed in already, as after a reload or on the way back from a hosted page. */
  restore(): Promise<void>;
  show(name: 'signIn' | 'signUp' | 'forgotPassword'): void;
  signIn(email: string, password: string): Promise<void>;
  signUp(email: string, password: string): Promise<void>;
  /** The mailed code; then signs in, with the password that was typed before. */
  confirmSignUp(code: string): Promise<void>;
  resendCode(): Promise<void>;
  /** Answers what Cognito asked: a code, a factor, a new password. */
  answer(answer: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
  forgotPassword(email: string): Promise<void>;
  resetPassword(code: string, password: string): Promise<void>;
  signOut(): Promise<void>;
}

const SIGN_IN: Screen = { name: 'signIn' };

/** @param appName under which an authenticator app keeps the user */
export function createAccount(auth: AuthCalls, appName: string): Account {
  const store = createStore(NEW_ACCOUNT);
  /** Until the address is confirmed; never kept anywhere else. */
  let password = '';

  const attempt = async (act: () => Promise<Partial<AccountState>>) => {
    store.update(() => ({ busy: true, error: undefined, told: undefined }));
    const outcome = await act().catch(fault);
    store.update(() => ({ ...outcome, busy: false }));
  };
  const enter = (): Partial<AccountState> => {
    password = '';
    return { status: 'signedIn', screen: SIGN_IN };
  };
  const follow = async (output: SignInOutput): Promise<Partial<AccountState>> => {
    const screen = nextScreen(output, appName);
    if (screen === undefined) return enter();
    const { email: username } = store.get();
    if (screen.name === 'confirmSignUp') await auth.resendSignUpCode({ username });
    if (screen.name === 'confirmReset') await auth.resetPassword({ username });
    return { screen };
  };
  const signIn = async () => {
    const { email: username } = store.get();
    // Without one there was a reload since, and the form asks for it.
    if (password === '') return { screen: SIGN_IN };
    return follow(await auth.signIn({ username, password }));
  };

  return {
    store,
    async restore() {
      const found = await auth.getCurrentUser().then(enter, (error: unknown) => ({
        status: isNetwork(error) ? ('unreachable' as const) : ('signedOut' as const),
      }));
      store.update(() => found);
    },
    show: (name) => store.update(() => ({ screen: { name }, error: undefined, told: undefined })),
    signIn(email, typed) {
      password = typed;
      store.update(() => ({ email }));
      return attempt(signIn);
    },
    signUp(email, typed) {
      password = typed;
      store.update(() => ({ email }));
      return attempt(async () => {
        const options = { userAttributes: { email } };
        const { isSignUpComplete } = await auth.signUp({ username: email, password, options });
        return isSignUpComplete ? signIn() : { screen: { name: 'confirmSignUp' } };
      });
    },
    confirmSignUp: (confirmationCode) =>
      attempt(async () => {
        await auth.confirmSignUp({ username: store.get().email, confirmationCode });
        return signIn();
      }),
    resendCode: () =>
      attempt(async () => {
        const { email: username, screen } = store.get();
        if (screen.name === 'confirmReset') await auth.resetPassword({ username });
        else await auth.resendSignUpCode({ username });
        return { told: 'A new code is on its way; the one before has ended.' };
      }),
    answer: (challengeResponse, userAttributes) =>
      attempt(async () =>
        follow(
          await auth.confirmSignIn({
            challengeResponse,
            ...(userAttributes === undefined ? {} : { options: { userAttributes } }),
          }),
        ),
      ),
    forgotPassword(email) {
      store.update(() => ({ email }));
      return attempt(async () => {
        await auth.resetPassword({ username: email });
        return { screen: { name: 'confirmReset' } };
      });
    },
    resetPassword(confirmationCode, newPassword) {
      password = newPassword;
      return attempt(async () => {
        await auth.confirmResetPassword({ username: store.get().email, confirmationCode, newPassword });
        return signIn();
      });
    },
    async signOut() {
      password = '';
      // Without a network the tokens are forgotten here all the same.
      await auth.signOut().catch(() => undefined);
      store.update(() => ({ ...NEW_ACCOUNT, status: 'signedOut' }));
    },
  };
}

function fault(error: unknown): Partial<AccountState> {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  // In another tab, meanwhile.
  if (name === 'UserAlreadyAuthenticatedException') return { status: 'signedIn', screen: SIGN_IN };
  return { error: isNetwork(error) ? 'The user pool does not answer. Is this device online?' : message };
}

function isNetwork(error: unknown): boolean {
  return error instanceof Error && error.name === 'NetworkError';
}
