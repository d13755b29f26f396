import {
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  RespondToAuthChallengeCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { generateSync } from 'otplib';
import { known } from '../traveller.js';

export interface WaitingSignIn {
  readonly ClientId: string;
  readonly email: string;
  readonly session: string | undefined;
  /** Adds the hash that an app client with a secret asks for. */
  readonly withHash: (parameters: { readonly USERNAME: string }) => Record<string, string>;
}

/** Goes on with a sign-in that waits for an authenticator: sets one up, and proves its first code. */
export async function setUpAuthenticator(
  client: CognitoIdentityProviderClient,
  { ClientId, email, session, withHash }: WaitingSignIn,
) {
  const associated = await client.send(new AssociateSoftwareTokenCommand({ Session: session }));
  const secret = known(associated.SecretCode, 'secret of the authenticator');
  const UserCode = generateSync({ secret });
  const verified = await client.send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode }));
  const answer = { ChallengeName: 'MFA_SETUP' as const, ChallengeResponses: withHash({ USERNAME: email }) };
  return client.send(new RespondToAuthChallengeCommand({ ClientId, ...answer, Session: verified.Session }));
}
