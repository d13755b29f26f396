import { Agent, request } from 'node:http';
import type { LocalTarget } from '../../journey/target.js';
import { answerPasswordVerifier, createSrpKeys, type SrpUser } from './srp-client.js';

type Input = Readonly<Record<string, unknown>>;

interface Tokens {
  readonly AuthenticationResult: { readonly IdToken: string };
}

interface Challenge {
  readonly ChallengeParameters: Readonly<Record<string, string>>;
}

/** Calls Cognito's operations with as little work of its own as there can be: nothing is signed, retried or parsed twice. */
export function createCognitoClient({ endpoint, outputs }: Pick<LocalTarget, 'endpoint' | 'outputs'>) {
  const { Region = '', UserPoolId = '', UserPoolClientId: ClientId = '', IdentityPoolId = '' } = outputs;
  const [, poolName = ''] = UserPoolId.split('_');
  const provider = `cognito-idp.${Region}.amazonaws.com/${UserPoolId}`;
  const agent = new Agent({ keepAlive: true });
  const userPool = <T>(operation: string, input: Input) =>
    call<T>(endpoint, agent, `AWSCognitoIdentityProviderService.${operation}`, input);
  const identityPool = <T>(operation: string, input: Input) =>
    call<T>(endpoint, agent, `AWSCognitoIdentityService.${operation}`, input);

  /** By SRP: the user pool's part of a sign-in. Gives the ID token. */
  const tokens = async (user: SrpUser): Promise<string> => {
    const keys = createSrpKeys();
    const { ChallengeParameters } = await userPool<Challenge>('InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: user.userName, SRP_A: keys.A },
    });
    const { AuthenticationResult } = await userPool<Tokens>('RespondToAuthChallenge', {
      ClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: answerPasswordVerifier(keys, user, poolName, ChallengeParameters),
    });
    return AuthenticationResult.IdToken;
  };

  return {
    async signUp({ userName, password }: SrpUser): Promise<void> {
      const UserAttributes = [{ Name: 'email', Value: userName }];
      await userPool('SignUp', { ClientId, Username: userName, Password: password, UserAttributes });
    },

    async confirm(userName: string, code: string): Promise<void> {
      await userPool('ConfirmSignUp', { ClientId, Username: userName, ConfirmationCode: code });
    },

    /** As any app signs in: SRP, identity, credentials. */
    async signIn(user: SrpUser): Promise<void> {
      const IdToken = await tokens(user);
      const Logins = { [provider]: IdToken };
      const { IdentityId } = await identityPool<Input>('GetId', { IdentityPoolId, Logins });
      await identityPool('GetCredentialsForIdentity', { IdentityId, Logins });
    },

    tokens,

    close: () => agent.destroy(),
  };
}

async function call<T>(endpoint: string, agent: Agent, target: string, input: Input): Promise<T> {
  const body = JSON.stringify(input);
  const { status, text } = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': Buffer.byteLength(body),
      'x-amz-target': target,
    };
    const sent = request(endpoint, { method: 'POST', agent, headers }, (response) => {
      let received = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        received += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, text: received }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
  if (status !== 200) throw new Error(`${target} answered ${status}: ${text}`);
  return JSON.parse(text) as T;
}
