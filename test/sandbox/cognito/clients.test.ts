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
import { Amplify } from 'aws-amplify';
import * as auth from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { emptyIdentityPoolState } from '../../../sandbox/cognito/identity-pool/identity-pool-tables.js';
import { createIdentityPools } from '../../../sandbox/cognito/identity-pool/identity-pools.js';
import { createUserPools, type UserPools } from '../../../sandbox/cognito/user-pool/user-pools.js';
import { callsOf } from './calls-of.js';
import { type RunningServer, serveOperations } from './cognito-server.js';
import { ada, clientId, newWorld, providerName, userPoolId } from './people.js';

const identityPoolId = 'eu-west-1:11111111-2222-3333-4444-555555555555';

/** Clients that keep the machine's time need services that do so, too. */
const clock = { now: () => Date.now(), moved: () => 0, at: () => () => undefined };

let pools: UserPools;
let server: RunningServer;

beforeEach(async () => {
  pools = createUserPools({ ...newWorld().options, clock });
  const identityPools = createIdentityPools({
    region: 'eu-west-1',
    accountId: '111122223333',
    pools: [
      {
        identityPoolId,
        settings: {
          allowUnauthenticatedIdentities: false,
          cognitoIdentityProviders: [{ providerName, clientId, serverSideTokenCheck: true }],
        },
      },
    ],
    roleAttachments: [{ identityPoolId, roles: { authenticated: 'arn:aws:iam::111122223333:role/App' } }],
    state: emptyIdentityPoolState(),
    clock,
    verifyUserPoolToken: pools.verifyIdToken,
    assumeRoleWithWebIdentity: () => ({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'session',
      expiration: clock.now() + 3_600_000,
    }),
  });
  server = await serveOperations({ ...callsOf(pools.api), ...callsOf(identityPools.api) });
});

afterEach(() => server.stop());

const lastCode = () => pools.messages().at(-1)?.code ?? '';

it('the AWS SDK with cognito-srp-helper signs up, signs in and gets credentials', async () => {
  const options = { region: 'eu-west-1', endpoint: server.url };
  const users = new CognitoIdentityProviderClient({
    ...options,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  const identities = new CognitoIdentityClient(options);
  const who = { ClientId: clientId, Username: ada.email };
  await users.send(new SignUpCommand({ ...who, Password: ada.password }));
  await users.send(new ConfirmSignUpCommand({ ...who, ConfirmationCode: lastCode() }));

  const session = createSrpSession(ada.email, ada.password, userPoolId, false);
  const start = { ClientId: clientId, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters: { USERNAME: ada.email } };
  const challenge = await users.send(new InitiateAuthCommand(wrapInitiateAuth(session, start)));
  const answer = {
    ClientId: clientId,
    ChallengeName: 'PASSWORD_VERIFIER' as const,
    ChallengeResponses: { USERNAME: ada.email },
  };
  const signedSession = signSrpSession(session, challenge as Parameters<typeof signSrpSession>[1]);
  const signed = wrapAuthChallenge(signedSession, answer);
  const { AuthenticationResult } = await users.send(new RespondToAuthChallengeCommand(signed));

  const Logins = { [providerName]: AuthenticationResult?.IdToken ?? '' };
  const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins }));
  const { Credentials } = await identities.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  expect(Credentials?.AccessKeyId).toBe('ASIAEXAMPLE');
  expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  users.destroy();
  identities.destroy();
});

it('Amplify signs up, signs in, refreshes, resets the password and signs out', async () => {
  // Amplify warns of every endpoint that is not AWS's own.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId: clientId,
        userPoolEndpoint: server.url,
        identityPoolId,
        identityPoolEndpoint: server.url,
      },
    },
  });
  const { email: username, password } = ada;
  const { nextStep } = await auth.signUp({ username, password, options: { userAttributes: { email: username } } });
  expect(nextStep).toMatchObject({ signUpStep: 'CONFIRM_SIGN_UP', codeDeliveryDetails: { destination: 'a***@e***' } });
  await expect(auth.signIn({ username, password })).resolves.toMatchObject({
    nextStep: { signInStep: 'CONFIRM_SIGN_UP' },
  });
  await auth.confirmSignUp({ username, confirmationCode: lastCode() });

  await expect(auth.signIn({ username, password: 'Wrong-123' })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  });
  await expect(auth.signIn({ username, password })).resolves.toMatchObject({ isSignedIn: true });
  const first = await auth.fetchAuthSession();
  expect(first.credentials?.accessKeyId).toBe('ASIAEXAMPLE');
  const second = await auth.fetchAuthSession({ forceRefresh: true });
  expect(second.identityId).toBe(first.identityId);
  expect(second.tokens?.accessToken.payload.jti).not.toBe(first.tokens?.accessToken.payload.jti);
  await expect(auth.fetchUserAttributes()).resolves.toMatchObject({ email: username, email_verified: 'true' });

  await auth.signOut();
  const AccessToken = second.tokens?.accessToken.toString();
  await expect(callsOf(pools.api).GetUser?.({ AccessToken })).rejects.toThrow('Access Token has been revoked');

  await auth.resetPassword({ username });
  await auth.confirmResetPassword({ username, confirmationCode: lastCode(), newPassword: 'Difference-1822' });
  await expect(auth.signIn({ username, password: 'Difference-1822' })).resolves.toMatchObject({ isSignedIn: true });
  await auth.signOut({ global: true });
});
