import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { AwsClient } from 'aws4fetch';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';

const { EMAIL, PASSWORD, REGION, USER_POOL_ID, USER_POOL_CLIENT_ID, IDENTITY_POOL_ID, ATTACH_POLICY_URL } = process.env;

/**
 * Signs in with the AWS SDK and SRP, and gets credentials, in which the identity's ID is, too. For the sandbox the SDK
 * reads AWS_ENDPOINT_URL.
 */
export async function signedIn() {
  const idToken = await signIn();
  const credentials = await fromCognitoIdentityPool({
    clientConfig: { region: REGION },
    identityPoolId: IDENTITY_POOL_ID,
    logins: { [`cognito-idp.${REGION}.amazonaws.com/${USER_POOL_ID}`]: idToken },
  })();
  tell('signed in');
  return credentials;
}

/** The password does not leave the machine. */
async function signIn() {
  const userPool = new CognitoIdentityProviderClient({ region: REGION });
  const session = createSrpSession(EMAIL, PASSWORD, USER_POOL_ID, false);
  const request = { ClientId: USER_POOL_CLIENT_ID, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: EMAIL } };
  const challenge = await userPool.send(new InitiateAuthCommand(wrapInitiateAuth(session, request)));
  const answer = wrapAuthChallenge(signSrpSession(session, challenge), {
    ClientId: USER_POOL_CLIENT_ID,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: { USERNAME: challenge.ChallengeParameters.USERNAME },
    Session: challenge.Session,
  });
  const { AuthenticationResult } = await userPool.send(new RespondToAuthChallengeCommand(answer));
  return AuthenticationResult.IdToken;
}

/** `POST /attach-policy`, once for each identity. */
export async function attachPolicy(credentials) {
  const api = new AwsClient({ ...credentials, region: REGION, service: 'execute-api' });
  const response = await api.fetch(ATTACH_POLICY_URL, { method: 'POST' });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.code}: ${answer.message} (request ${answer.requestId})`);
  tell('attached');
  return answer;
}

/** A line of JSON for whoever runs this. */
export function tell(did, more = {}) {
  console.log(JSON.stringify({ did, ...more }));
}
