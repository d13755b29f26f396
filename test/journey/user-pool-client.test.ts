import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { createSecretHash } from 'cognito-srp-helper';
import { createUserPoolClient } from '../../journey/clients/user-pool-client.js';

const cognito = mockClient(CognitoIdentityProviderClient);
beforeEach(() => cognito.reset());

const outputs = { Region: 'eu-west-1', UserPoolId: 'eu-west-1_pool', UserPoolClientId: 'client' };
const signIn = { flow: 'USER_PASSWORD_AUTH' as const, clientSecret: 'secret', namedByEmail: true };

describe('with an app client that has a secret', () => {
  it('each call holds the hash that Cognito asks for', async () => {
    cognito.on(InitiateAuthCommand).resolves({ AuthenticationResult: { IdToken: 'token' } });
    cognito.on(SignUpCommand).resolves({ UserSub: 'sub' });
    const client = createUserPoolClient({ outputs, signIn });
    expect(await client.signIn('ada', 'password')).toBe('token');
    await client.signUp('ada', 'password');
    const hash = createSecretHash('ada', 'client', 'secret');
    expect(cognito.commandCalls(InitiateAuthCommand)[0]?.args[0].input.AuthParameters).toEqual({
      USERNAME: 'ada',
      PASSWORD: 'password',
      SECRET_HASH: hash,
    });
    expect(cognito.commandCalls(SignUpCommand)[0]?.args[0].input.SecretHash).toBe(hash);
  });
});

it('names what Cognito asks for, and nobody here can answer', async () => {
  cognito.on(InitiateAuthCommand).resolves({ ChallengeName: 'SMS_MFA' });
  const signingIn = createUserPoolClient({ outputs, signIn }).signIn('ada', 'password');
  await expect(signingIn).rejects.toMatchObject({ name: 'SMS_MFA', message: expect.stringContaining('ada') });
});
