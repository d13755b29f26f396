import { Amplify } from 'aws-amplify';
import type { Configuration } from './configuration.js';

/** Points Amplify at the stack's user pool and identity pool; in the sandbox also at their endpoint. */
export function configureAmplify({ outputs, sandboxUrl }: Configuration): void {
  const { UserPoolId, UserPoolClientId, IdentityPoolId } = outputs;
  const endpoints = sandboxUrl === undefined ? {} : { userPoolEndpoint: sandboxUrl, identityPoolEndpoint: sandboxUrl };
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: UserPoolId,
        userPoolClientId: UserPoolClientId,
        identityPoolId: IdentityPoolId,
        // Whether guests get credentials is the identity pool's to say, so the page may ask it.
        allowGuestAccess: true,
        loginWith: { email: true },
        ...endpoints,
      },
    },
  });
}
