import { createSrpSession, signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from 'cognito-srp-helper';
import { parseUserPool, parseUserPoolClient } from '../../../sandbox/cognito/resources/cognito-resources.js';
import { emptyUserPoolState, type UserPoolState } from '../../../sandbox/cognito/user-pool/user-pool-tables.js';
import {
  createUserPools,
  type UserPools,
  type UserPoolsOptions,
} from '../../../sandbox/cognito/user-pool/user-pools.js';
import { readySigningKey } from '../../support/ready-signing-key.js';
import { callsOf } from './calls-of.js';
import { type StoppedClock, stoppedClock } from './stopped-clock.js';

export const userPoolId = 'eu-west-1_Example01';
export const clientId = '1example23456789';
export const otherClientId = '2example23456789';
export const providerName = `cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;
export const ada = { email: 'ada@example.com', password: 'Analytical-1843' };

const poolProperties = {
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  AutoVerifiedAttributes: ['email'],
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  EmailVerificationMessage: 'Your code is {####}',
  EmailVerificationSubject: 'Verify your account',
};
const clientProperties = {
  UserPoolId: userPoolId,
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
};

export interface World {
  readonly clock: StoppedClock;
  readonly pools: UserPools;
  readonly options: UserPoolsOptions;
  /** Calls an operation with the first client's ID filled in where it is not given. */
  readonly call: <T = Record<string, unknown>>(operation: string, input?: object) => Promise<T>;
  readonly lastCode: () => string;
}

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  readonly ExpiresIn: number;
}

const signingKey = readySigningKey();

/** A state with a key in it and nothing else. */
export function stateWithKey(): UserPoolState {
  const state = emptyUserPoolState();
  state.signingKeys.put(userPoolId, signingKey);
  return state;
}

/** A user pool with two clients that have the same settings. */
export function newWorld(
  pool: object = {},
  client: object = {},
  state = stateWithKey(),
  functions: Pick<UserPoolsOptions, 'functionOf' | 'patience' | 'groups'> = {},
): World {
  const clock = stoppedClock();
  const clientSettings = parseUserPoolClient('Client', { ...clientProperties, ...client });
  const options = {
    pools: [{ userPoolId, settings: parseUserPool('Users', { ...poolProperties, ...pool }) }],
    clients: [clientId, otherClientId].map((id) => ({ clientId: id, settings: clientSettings })),
    region: 'eu-west-1',
    accountId: '111122223333',
    state,
    clock,
    ...functions,
  };
  const pools = createUserPools(options);
  return {
    clock,
    pools,
    options,
    call: async <T>(name: string, input: object = {}) =>
      (await callsOf(pools.api)[name]?.(withClient(name, input))) as T,
    lastCode: () => pools.messages().at(-1)?.code ?? '',
  };
}

const ofApps =
  /^(SignUp|Confirm.*|ResendConfirmationCode|ForgotPassword|InitiateAuth|RespondToAuth.*|GetTokens.*|RevokeToken)$/;
const withClient = (name: string, input: object) => (ofApps.test(name) ? { ClientId: clientId, ...input } : input);

export async function addConfirmed({ call, lastCode }: World, { email, password } = ada): Promise<void> {
  await call('SignUp', { Username: email, Password: password });
  await call('ConfirmSignUp', { Username: email, ConfirmationCode: lastCode() });
}

export interface SrpAnswer {
  readonly ClientId: string;
  readonly ChallengeName: 'PASSWORD_VERIFIER';
  readonly ChallengeResponses: Record<string, string>;
}

/** The client's half of SRP, by cognito-srp-helper: gives what RespondToAuthChallenge is to be called with. */
export async function srpAnswer(world: World, who = ada, app = clientId): Promise<SrpAnswer> {
  const session = createSrpSession(who.email, who.password, userPoolId, false);
  session.timestamp = srpTimestamp(world.clock.now());
  const start = { ClientId: app, AuthFlow: 'USER_SRP_AUTH' as const, AuthParameters: { USERNAME: who.email } };
  const challenge = await world.call('InitiateAuth', wrapInitiateAuth(session, start));
  const responses = { USERNAME: who.email };
  const answer = { ClientId: app, ChallengeName: 'PASSWORD_VERIFIER' as const, ChallengeResponses: responses };
  return wrapAuthChallenge(signSrpSession(session, challenge as never), answer) as SrpAnswer;
}

/** `Tue Nov 3 07:09:05 UTC 2026` */
export function srpTimestamp(time: number): string {
  const [, day, month, year, clock] = /^\w+, 0?(\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${new Date(time).toUTCString().slice(0, 3)} ${month} ${day} ${clock} UTC ${year}`;
}

/** Tokens by the shortest way, for tests that are not about signing in. */
export async function signIn({ call }: World, { email, password } = ada, app = clientId): Promise<Tokens> {
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const input = { ClientId: app, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters };
  return (await call<{ AuthenticationResult: Tokens }>('InitiateAuth', input)).AuthenticationResult;
}

/** The code and message that a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'nothing',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}
