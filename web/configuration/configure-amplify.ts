import 'aws-amplify/auth/enable-oauth-listener';
import { Amplify } from 'aws-amplify';
import type { PasswordPolicy } from '../../contract/password-policy.js';
import type { PageConfiguration } from './page-configuration.js';

/** Points Amplify at the stack's user pool and identity pool; in the sandbox also at their endpoint. */
export function configureAmplify({ outputs, sandboxUrl, passwordPolicy }: PageConfiguration): void {
  const { UserPoolId, UserPoolClientId, IdentityPoolId, SignInDomain } = outputs;
  const endpoints = sandboxUrl === undefined ? {} : { userPoolEndpoint: sandboxUrl, identityPoolEndpoint: sandboxUrl };
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: UserPoolId,
        userPoolClientId: UserPoolClientId,
        identityPoolId: IdentityPoolId,
        // Whether guests get credentials is the identity pool's to say, so the page may ask it.
        allowGuestAccess: true,
        loginWith: { email: true, ...(SignInDomain === undefined ? {} : { oauth: hostedSignIn(SignInDomain) }) },
        ...(passwordPolicy === undefined ? {} : { passwordFormat: passwordFormat(passwordPolicy) }),
        ...endpoints,
      },
    },
  });
}

/** Users come back to this page, as it is registered with the app client. */
function hostedSignIn(domain: string) {
  const { origin, pathname } = location;
  const here = pathname === '/' ? origin : origin + pathname;
  return {
    domain,
    scopes: ['openid', 'email'],
    redirectSignIn: [here],
    redirectSignOut: [here],
    responseType: 'code' as const,
  };
}

/** The form then says what a password lacks while it is typed. */
function passwordFormat(policy: PasswordPolicy) {
  const { minimumLength, requireSymbols, ...required } = policy;
  return { ...required, minLength: minimumLength, requireSpecialCharacters: requireSymbols };
}
