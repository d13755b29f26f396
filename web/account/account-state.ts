/** What the form asks for. */
export type Screen =
  | { readonly name: 'signIn' | 'signUp' | 'confirmSignUp' | 'forgotPassword' | 'confirmReset' | 'setUpMail' }
  /** The user pool wants another password than the one that an administrator set. */
  | { readonly name: 'newPassword'; readonly missing: readonly string[] }
  | { readonly name: 'code'; readonly from: 'app' | 'phone' | 'mail' }
  | { readonly name: 'chooseFactor'; readonly factors: readonly string[] }
  | { readonly name: 'setUpApp'; readonly secret: string; readonly uri: string }
  /** A step of Cognito's that this page has no form for. */
  | { readonly name: 'unknown'; readonly step: string };

export interface AccountState {
  /** `unreachable`: somebody is signed in, and the user pool does not answer to say so. */
  readonly status: 'configuring' | 'unreachable' | 'signedOut' | 'signedIn';
  readonly screen: Screen;
  readonly email: string;
  readonly busy: boolean;
  /** Cognito's own words. */
  readonly error: string | undefined;
  /** What went well, where nothing else shows it. */
  readonly told: string | undefined;
}

export const NEW_ACCOUNT: AccountState = {
  status: 'configuring',
  screen: { name: 'signIn' },
  email: '',
  busy: false,
  error: undefined,
  told: undefined,
};

/** Whether a code is on its way by mail. */
export function expectsMail(screen: Screen): boolean {
  if (screen.name === 'code') return screen.from === 'mail';
  return screen.name === 'confirmSignUp' || screen.name === 'confirmReset';
}
