import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

/** An access token of the user, for what users may do with their own account. */
export async function accessToken({ url, outputs }: Sandbox, { email, password }: SignedInUser): Promise<string> {
  const client = new CognitoIdentityProviderClient({ region: outputs.Region ?? '', endpoint: url });
  const { UserPoolClientId: ClientId = '', UserPoolId = '' } = outputs;
  const session = createSrpSession(email, password, UserPoolId, false);
  const AuthParameters = { CHALLENGE_NAME: 'SRP_A', USERNAME: email };
  const start = wrapInitiateAuth(session, { ClientId, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters });
  const challenge = await client.send(new InitiateAuthCommand(start));
  const answer = wrapAuthChallenge(signSrpSession(session, challenge as never), {
    ClientId,
    ChallengeName: 'PASSWORD_VERIFIER' as const,
    ChallengeResponses: { USERNAME: challenge.ChallengeParameters?.USERNAME ?? '' },
  });
  const { AuthenticationResult } = await client.send(new RespondToAuthChallengeCommand(answer));
  return AuthenticationResult?.AccessToken ?? '';
}
