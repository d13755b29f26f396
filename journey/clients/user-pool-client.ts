import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { JourneyError } from '../refusal.js';
import type { ClientTarget } from '../target.js';
import { known } from '../traveller.js';
import { setUpAuthenticator } from './authenticator.js';

/** The AWS SDK's client of the user pool; these operations take no signature. */
export function createUserPoolClient({ endpoint, outputs }: ClientTarget) {
  const client = new CognitoIdentityProviderClient({
    region: outputs.Region ?? '',
    ...(endpoint !== undefined && { endpoint }),
  });
  const ClientId = known(outputs.UserPoolClientId, 'output UserPoolClientId');
  const poolId = known(outputs.UserPoolId, 'output UserPoolId');

  return {
    async signUp(email: string, password: string): Promise<string> {
      const UserAttributes = [{ Name: 'email', Value: email }];
      const { UserSub } = await client.send(
        new SignUpCommand({ ClientId, Username: email, Password: password, UserAttributes }),
      );
      return known(UserSub, 'user');
    },
    async confirm(email: string, code: string): Promise<void> {
      await client.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: code }));
    },
    /** Signs in with SRP, so that the password never leaves the client, and sets up an authenticator where the pool
     * requires one. @returns the ID token */
    async signIn(email: string, password: string): Promise<string> {
      const session = createSrpSession(email, password, poolId, /* isHashed */ false);
      const AuthParameters = { CHALLENGE_NAME: 'SRP_A', USERNAME: email };
      const start = wrapInitiateAuth(session, { ClientId, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters });
      const challenge = await client.send(new InitiateAuthCommand(start));
      const signed = signSrpSession(session, challenge as never);
      const answer = wrapAuthChallenge(signed, {
        ClientId,
        ChallengeName: 'PASSWORD_VERIFIER' as const,
        ChallengeResponses: { USERNAME: known(challenge.ChallengeParameters?.USERNAME, 'user name') },
        ...(challenge.Session === undefined ? {} : { Session: challenge.Session }),
      });
      const proven = await client.send(new RespondToAuthChallengeCommand(answer));
      const { AuthenticationResult } =
        proven.ChallengeName === 'MFA_SETUP'
          ? await setUpAuthenticator(client, { ClientId, email, session: proven.Session })
          : proven;
      const idToken = AuthenticationResult?.IdToken;
      if (idToken === undefined) throw new JourneyError('NoIdToken', 'Cognito answered without an ID token.');
      return idToken;
    },
  };
}
