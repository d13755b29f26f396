import type { Peers } from '../../service/peers.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { signedIn } from './sign-in.js';

/** Signs a user in who has nothing to prove: for tests, and for whoever operates the sandbox. */
export function tokenIssuer({ appClient, userPool }: OperationContext): Peers['issueTokens'] {
  return async (userPoolId, clientId, userName) => {
    const app = appClient(clientId);
    const user = userPool(userPoolId).users.find(userName);
    if (user === undefined || app.pool.userPoolId !== userPoolId) {
      throw new Error(`There is no user ${userName} who can sign in to ${userPoolId} with ${clientId}.`);
    }
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw new Error(`${userName} has a temporary password alone, and is to choose another one first.`);
    }
    const occasion = { source: 'TokenGeneration_Authentication', clientMetadata: undefined } as const;
    const { AuthenticationResult } = (await signedIn(app, user, occasion)) as Answer;
    const { IdToken, AccessToken, RefreshToken } = AuthenticationResult;
    return { idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken };
  };
}

interface Answer {
  readonly AuthenticationResult: {
    readonly IdToken: string;
    readonly AccessToken: string;
    readonly RefreshToken: string;
  };
}
