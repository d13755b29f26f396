import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { createIotClient, type StackOutputs } from '../../client/index.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { settingsSandbox } from '../support/settings-sandbox.js';

const MINUTE = 60_000;
const Username = 'ada@example.com';
const Password = 'Short-Tokens-1';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await settingsSandbox({ tokenValidity: { idToken: 5, accessToken: 10, refreshToken: 2 } });
}, 60_000);
afterAll(() => sandbox.stop());

it('an ID token of 5 minutes is replaced by the refresh token, for as long as that lives, and messages arrive', async () => {
  const { outputs, url: endpoint, clock } = sandbox;
  const ClientId = outputs.UserPoolClientId ?? '';
  const userPool = new CognitoIdentityProviderClient({ region: outputs.Region ?? '', endpoint });
  await userPool.send(new SignUpCommand({ ClientId, Username, Password }));
  const ConfirmationCode = sandbox.views.messages().at(-1)?.code ?? '';
  await userPool.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  const signedIn = await sandbox.signIn(Username);
  const life = (token: string) => {
    const { iat = 0, exp = 0 } = decodeJwt(token);
    return (exp - iat) / 60;
  };
  expect([life(signedIn.idToken), life(signedIn.accessToken)]).toEqual([5, 10]);

  const refreshed = async () => {
    const command = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: signedIn.refreshToken });
    return (await userPool.send(command)).AuthenticationResult?.IdToken ?? '';
  };
  let idToken = signedIn.idToken;
  const aws = awsClients(sandbox);
  const credentials = async () => {
    if ((decodeJwt(idToken).exp ?? 0) * 1000 <= clock.now()) idToken = await refreshed();
    return aws.identity({ [aws.userPoolProvider]: idToken });
  };
  const client = createIotClient({
    // It is our own stack that the sandbox has booted.
    outputs: outputs as unknown as StackOutputs,
    credentials: async () => {
      const { identityId, credentials: given } = await credentials();
      return { identityId, ...given };
    },
    now: clock.now,
  });
  const heard: string[] = [];
  await client.connect();
  await client.subscribe(client.myTopic('#'), (message) => heard.push(message.text()));
  await client.publish(client.myTopic('a'), 'with the first token');

  clock.advance(6 * MINUTE);
  await expect(aws.identity({ [aws.userPoolProvider]: signedIn.idToken })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: expect.stringContaining('Token expired'),
  });
  await client.reconnect();
  expect(idToken).not.toBe(signedIn.idToken);
  await client.publish(client.myTopic('b'), 'with the second');
  expect(heard).toEqual(['with the first token', 'with the second']);
  await client.close();

  clock.advance(115 * MINUTE);
  await expect(refreshed()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
}, 60_000);
