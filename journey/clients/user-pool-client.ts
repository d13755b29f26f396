import { createHmac } from 'node:crypto';
import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { JourneyError } from '../refusal.js';
import type { ClientTarget, JourneyTarget, SignInWays } from '../target.js';
import { known } from '../traveller.js';
import { setUpAuthenticator } from './authenticator.js';
import { clientOptions } from './client-options.js';

/** How our own stack has it. */
const OURS: SignInWays = { flow: 'USER_SRP_AUTH', namedByEmail: true };

type Answer = Pick<InitiateAuthCommandOutput, 'AuthenticationResult' | 'ChallengeName' | 'Session'>;

/** The AWS SDK's client of the user pool; but for one flow these operations take no signature. */
export function createUserPoolClient(target: ClientTarget & Partial<Pick<JourneyTarget, 'signIn' | 'operator'>>) {
  const { outputs, signIn: ways = OURS } = target;
  const client = new CognitoIdentityProviderClient(clientOptions(target));
  const ClientId = known(outputs.UserPoolClientId, 'output UserPoolClientId');
  const poolId = known(outputs.UserPoolId, 'output UserPoolId');
  /** https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash */
  const hashOf = (userName: string): string | undefined =>
    ways.clientSecret && createHmac('sha256', ways.clientSecret).update(`${userName}${ClientId}`).digest('base64');
  const withHash = <Parameters extends { readonly USERNAME: string }>(parameters: Parameters) => {
    const hash = hashOf(parameters.USERNAME);
    return hash === undefined ? parameters : { ...parameters, SECRET_HASH: hash };
  };

  /** The password never leaves the client. */
  async function provenBySrp(userName: string, password: string): Promise<Answer> {
    const session = createSrpSession(userName, password, poolId, /* isHashed */ false);
    const AuthParameters = withHash({ CHALLENGE_NAME: 'SRP_A', USERNAME: userName });
    const start = wrapInitiateAuth(session, { ClientId, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters });
    const challenge = await client.send(new InitiateAuthCommand(start));
    const signed = signSrpSession(session, challenge as never);
    const answer = wrapAuthChallenge(signed, {
      ClientId,
      ChallengeName: 'PASSWORD_VERIFIER' as const,
      ChallengeResponses: withHash({ USERNAME: known(challenge.ChallengeParameters?.USERNAME, 'user name') }),
      ...(challenge.Session === undefined ? {} : { Session: challenge.Session }),
    });
    return client.send(new RespondToAuthChallengeCommand(answer));
  }

  async function proven(userName: string, password: string): Promise<Answer> {
    const { flow: AuthFlow } = ways;
    if (AuthFlow === 'USER_SRP_AUTH') return provenBySrp(userName, password);
    const AuthParameters = withHash({ USERNAME: userName, PASSWORD: password });
    if (AuthFlow === 'USER_PASSWORD_AUTH') {
      return client.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
    }
    const credentials = await known(target.operator, 'operator')();
    const operator = new CognitoIdentityProviderClient({ ...clientOptions(target), credentials });
    return operator.send(new AdminInitiateAuthCommand({ UserPoolId: poolId, ClientId, AuthFlow, AuthParameters }));
  }

  return {
    async signUp(userName: string, password: string): Promise<string> {
      const user = { ClientId, Username: userName, Password: password, SecretHash: hashOf(userName) };
      const UserAttributes = [{ Name: 'email', Value: userName }];
      const { UserSub } = await client.send(new SignUpCommand({ ...user, UserAttributes }));
      return known(UserSub, 'user');
    },
    async confirm(userName: string, code: string): Promise<void> {
      const user = { ClientId, Username: userName, SecretHash: hashOf(userName) };
      await client.send(new ConfirmSignUpCommand({ ...user, ConfirmationCode: code }));
    },
    /**
     * Signs in, and sets up an authenticator where the pool requires one.
     *
     * @returns the ID token
     * @throws JourneyError named by what Cognito asks for and nobody here can answer
     */
    async signIn(userName: string, password: string): Promise<string> {
      const first = await proven(userName, password);
      const answer =
        first.ChallengeName === 'MFA_SETUP'
          ? await setUpAuthenticator(client, { ClientId, email: userName, session: first.Session, withHash })
          : first;
      const idToken = answer.AuthenticationResult?.IdToken;
      if (idToken !== undefined) return idToken;
      const { ChallengeName: asked } = answer;
      if (asked === undefined) throw new JourneyError('NoIdToken', 'Cognito answered without an ID token.');
      throw new JourneyError(asked, `To sign in ${userName}, Cognito asks for ${asked}, which nobody here can answer.`);
    },
  };
}
