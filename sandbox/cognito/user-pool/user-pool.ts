import type { Clock } from '../../base/clock.js';
import type { UserPoolClientSettings } from '../resources/cognito-resources.js';
import type { GroupSettings } from '../resources/group-resources.js';
import type { UserPoolSettings } from '../resources/user-pool-settings.js';
import { type AuthSessions, createAuthSessions } from '../sign-in/auth-sessions.js';
import { createSrpChallenges, type SrpChallenges } from '../sign-in/srp-challenges.js';
import type { Triggers } from '../triggers/triggers.js';
import { type Codes, createCodes } from './codes.js';
import type { DailyMails } from './daily-mails.js';
import { createSessions, type Sessions } from './sessions.js';
import { lazySigningKey, type NewKey, type SigningKey } from './signing-key.js';
import { createTokens, type Tokens } from './tokens.js';
import type { SessionRecord, UserPoolState, UserRecord } from './user-pool-tables.js';
import { createUsers, type Users } from './users.js';

/** One user pool: its settings and its parts, of which the operations are made. */
export interface UserPool {
  readonly userPoolId: string;
  /** The ID after the `_`; it enters SRP's hashes. */
  readonly name: string;
  readonly issuer: string;
  readonly settings: UserPoolSettings;
  readonly groups: readonly GroupSettings[];
  /** Names of those that are federated. */
  readonly identityProviders: readonly string[];
  readonly triggers: Triggers;
  readonly users: Users;
  readonly codes: Codes;
  /** Before what is followed by an e-mail is done. @throws AwsError LimitExceededException */
  readonly checkMayMail: () => void;
  readonly sessions: Sessions;
  readonly challenges: SrpChallenges;
  /** Sign-ins that wait for an answer. */
  readonly authSessions: AuthSessions;
  readonly tokens: Tokens;
  readonly signingKey: () => Promise<SigningKey>;
}

/** An app client and the pool that it belongs to. */
export interface AppClient {
  readonly clientId: string;
  readonly client: UserPoolClientSettings;
  readonly pool: UserPool;
}

/** Whose access token it is. */
export interface SignedInUser extends AppClient {
  readonly user: UserRecord;
  readonly session: SessionRecord;
}

/** What the operations need. */
export interface OperationContext {
  readonly clock: Clock;
  readonly simulationKey: string;
  /** Throws ResourceNotFoundException for a client of no pool. */
  readonly appClient: (clientId: string) => AppClient;
  readonly appClients: () => readonly AppClient[];
  readonly userPools: () => readonly UserPool[];
  /** Throws ResourceNotFoundException. */
  readonly userPool: (userPoolId: string) => UserPool;
  /** The ARN that IAM evaluates for what an operator does. */
  readonly userPoolArn: (userPoolId: string) => string;
  /** Verifies an access token that has the scope `aws.cognito.signin.user.admin`, or the one given; throws what AWS throws. */
  readonly signedInUser: (accessToken: string, scope?: string) => Promise<SignedInUser>;
}

export interface UserPoolOptions {
  readonly userPoolId: string;
  readonly settings: UserPoolSettings;
  readonly triggers: Triggers;
  readonly state: UserPoolState;
  readonly clock: Clock;
  readonly groups: readonly GroupSettings[];
  readonly dailyMails: DailyMails;
  readonly identityProviders: readonly string[];
  /** @default a new one */
  readonly newKey?: NewKey | undefined;
}

export function createUserPool(options: UserPoolOptions): UserPool {
  const { userPoolId, settings, triggers, state, clock, groups, dailyMails, newKey, identityProviders } = options;
  const [region, name] = userPoolId.split('_');
  if (!region || !name) throw new Error(`User pool ID ${userPoolId} is not of the form <region>_<name>.`);
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const signingKey = lazySigningKey(state.signingKeys, userPoolId, newKey);
  const users = createUsers({ userPoolId, poolName: name, settings, state, clock });
  return {
    userPoolId,
    name,
    issuer,
    settings,
    groups,
    identityProviders,
    users,
    triggers,
    checkMayMail: () => dailyMails.check(userPoolId),
    codes: createCodes({ settings, triggers, state, clock, users, dailyMails }),
    sessions: createSessions(userPoolId, state, clock),
    challenges: createSrpChallenges(clock),
    authSessions: createAuthSessions(clock),
    tokens: createTokens({ issuer, clock, signingKey, groups, triggers }),
    signingKey,
  };
}
