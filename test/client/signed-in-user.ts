import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import type { AwsCredentials } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';

export interface SignedInUser {
  readonly identityId: string;
  /** Keeps credentials until they have expired, and takes `forceRefresh`, as Amplify's does. */
  readonly credentials: (options?: { forceRefresh?: boolean }) => Promise<AwsCredentials>;
}

/** Signs a new user up and in, with the official SDK. */
export async function signedInUser({ url, outputs, views, clock }: Sandbox, email: string): Promise<SignedInUser> {
  const { Region: region = '', UserPoolId = '', UserPoolClientId: ClientId = '', IdentityPoolId } = outputs;
  const connection = { region, endpoint: url, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } };
  const pool = new CognitoIdentityProviderClient(connection);
  const password = 'Analytical-1843';
  await pool.send(new SignUpCommand({ ClientId, Username: email, Password: password }));
  const message = views.messages().findLast(({ to }) => to === email);
  await pool.send(
    new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: message?.code ?? 'no code was sent' }),
  );
  const session = createSrpSession(email, password, UserPoolId, false);
  const start = { ClientId, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters: { USERNAME: email } };
  const challenge = await pool.send(new InitiateAuthCommand(wrapInitiateAuth(session, start)));
  const answer = {
    ClientId,
    ChallengeName: 'PASSWORD_VERIFIER' as const,
    ChallengeResponses: { USERNAME: email },
  };
  const signed = signSrpSession(session, challenge as Parameters<typeof signSrpSession>[1]);
  const { AuthenticationResult } = await pool.send(
    new RespondToAuthChallengeCommand(wrapAuthChallenge(signed, answer)),
  );

  const Logins = { [`cognito-idp.${region}.amazonaws.com/${UserPoolId}`]: AuthenticationResult?.IdToken ?? '' };
  const identities = new CognitoIdentityClient(connection);
  const { IdentityId: identityId = '' } = await identities.send(new GetIdCommand({ IdentityPoolId, Logins }));
  let kept: AwsCredentials | undefined;
  return {
    identityId,
    async credentials({ forceRefresh = false } = {}) {
      if (kept !== undefined && !forceRefresh && +new Date(kept.expiration ?? 0) > clock.now()) return kept;
      const answer = await identities.send(new GetCredentialsForIdentityCommand({ IdentityId: identityId, Logins }));
      const { AccessKeyId, SecretKey, SessionToken, Expiration } = answer.Credentials ?? {};
      kept = {
        accessKeyId: AccessKeyId ?? '',
        secretAccessKey: SecretKey ?? '',
        sessionToken: SessionToken,
        expiration: Expiration,
        identityId,
      };
      return kept;
    },
  };
}
