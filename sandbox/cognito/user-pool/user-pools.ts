import type { JWK } from 'jose';
import type { MailedMessage, UserSnapshot } from '../../../contract/sandbox-views.js';
import type { Clock } from '../../base/clock.js';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { AwsJsonApi } from '../../service/api.js';
import type { FunctionOfStack } from '../../service/function-of-stack.js';
import type { Operation } from '../../service/operation.js';
import { partitionOf } from '../../template/partition.js';
import { describeUserPool } from '../directory/describe-user-pool.js';
import { describeUserPoolClient } from '../directory/describe-user-pool-client.js';
import { listGroups, listUsersInGroup } from '../directory/list-groups.js';
import { listUserPoolClients, listUserPools } from '../directory/list-user-pools.js';
import { listUsers } from '../directory/list-users.js';
import { associateSoftwareToken } from '../mfa/associate-software-token.js';
import { getUserPoolMfaConfig } from '../mfa/get-user-pool-mfa-config.js';
import { adminSetUserMfaPreference, setUserMfaPreference } from '../mfa/mfa-preferences.js';
import { verifySoftwareToken } from '../mfa/verify-software-token.js';
import type { UserPoolClientSettings } from '../resources/cognito-resources.js';
import type { GroupSettings } from '../resources/group-resources.js';
import type { UserPoolSettings } from '../resources/user-pool-settings.js';
import { adminInitiateAuth } from '../sign-in/admin-initiate-auth.js';
import { adminRespondToAuthChallenge } from '../sign-in/admin-respond-to-auth-challenge.js';
import { getTokensFromRefreshToken } from '../sign-in/get-tokens-from-refresh-token.js';
import { initiateAuth } from '../sign-in/initiate-auth.js';
import { respondToAuthChallenge } from '../sign-in/respond-to-auth-challenge.js';
import { createTriggers } from '../triggers/triggers.js';
import { adminCreateUser } from './admin-create-user.js';
import { adminAddUserToGroup, adminListGroupsForUser, adminRemoveUserFromGroup } from './admin-groups.js';
import { adminLinkProviderForUser } from './admin-link-provider-for-user.js';
import { adminResetUserPassword } from './admin-reset-user-password.js';
import { adminUserOperations } from './admin-users.js';
import { changePassword } from './change-password.js';
import { confirmForgotPassword } from './confirm-forgot-password.js';
import { confirmSignUp } from './confirm-sign-up.js';
import { createDailyMails } from './daily-mails.js';
import { deleteUser } from './delete-user.js';
import { adminDeleteUserAttributes, deleteUserAttributes } from './delete-user-attributes.js';
import { forgotPassword } from './forgot-password.js';
import { getUser } from './get-user.js';
import { globalSignOut } from './global-sign-out.js';
import { openIdConfiguration } from './open-id-configuration.js';
import { resendConfirmationCode } from './resend-confirmation-code.js';
import { revokeToken } from './revoke-token.js';
import { signUp } from './sign-up.js';
import type { NewKey } from './signing-key.js';
import { updateUserAttributes } from './update-user-attributes.js';
import { type AppClient, createUserPool, type OperationContext, type UserPool } from './user-pool.js';
import { accessTokenOf, refuseFields } from './user-pool-operation.js';
import { simulationKeyOf, type UserPoolState, type UserRecord } from './user-pool-tables.js';
import { verifyAccessToken } from './verify-access-token.js';
import { type IdTokenVerdict, verifyIdToken } from './verify-id-token.js';
import { getUserAttributeVerificationCode, verifyUserAttribute } from './verify-user-attribute.js';

export interface UserPoolsOptions {
  readonly pools: readonly { readonly userPoolId: string; readonly settings: UserPoolSettings }[];
  readonly clients: readonly { readonly clientId: string; readonly settings: UserPoolClientSettings }[];
  readonly groups?: readonly GroupSettings[];
  /** Of the pools' ARNs. */
  readonly region: string;
  readonly accountId: string;
  /** Where the hosted sign-in of a pool is, `https://<domain>`; undefined for a pool without one. */
  readonly signInUrl?: (userPoolId: string) => string | undefined;
  /** Where the pools' keys are served: the sandbox. @default on AWS, as the issuer says */
  readonly url?: string;
  /** The stack's functions, for triggers. @default there are none */
  readonly functionOf?: (functionArn: string) => FunctionOfStack;
  /** Milliseconds that a trigger may take. @default as on AWS */
  readonly patience?: number;
  /** What is federated into them. @default nothing */
  readonly identityProviders?: readonly { readonly userPoolId: string; readonly providerName: string }[];
  /** E-mails that Cognito itself sends in a day. @default as on AWS */
  readonly emailsPerDay?: number | undefined;
  /** Makes the key of a pool that has none. @default a new one each time */
  readonly newKey?: NewKey;
  /** Read and written in place. */
  readonly state: UserPoolState;
  readonly clock: Clock;
}

export interface UserPools {
  readonly api: AwsJsonApi;
  /** What the hosted sign-in works with. */
  readonly context: OperationContext;
  /** What the identity pool asks; undefined when there is no such pool. */
  readonly verifyIdToken: (userPoolId: string, token: string) => Promise<IdTokenVerdict | undefined>;
  /** `/<user pool ID>/.well-known/jwks.json`; throws ResourceNotFoundException for an unknown pool. */
  readonly jwks: (userPoolId: string) => Promise<{ readonly keys: readonly JWK[] }>;
  /** `/<user pool ID>/.well-known/openid-configuration`; throws as `jwks`. */
  readonly openIdConfiguration: (userPoolId: string) => object;
  readonly users: () => readonly UserSnapshot[];
  /** The e-mails that AWS would have sent, oldest first. */
  readonly messages: () => readonly MailedMessage[];
}

/** The user pools of a stack, behind one endpoint as in AWS: a client ID or a token tells which pool is meant. */
export function createUserPools(options: UserPoolsOptions): UserPools {
  const { pools, clients, groups = [], signInUrl = () => undefined, state, clock } = options;
  const userPoolArn = (id: string) =>
    `arn:${partitionOf(options.region).name}:cognito-idp:${options.region}:${options.accountId}:userpool/${id}`;
  const { functionOf = noFunction, patience, newKey, identityProviders = [] } = options;
  const cognitoSends = pools.filter(({ settings }) => settings.email.sendingAccount === 'COGNITO_DEFAULT');
  const dailyMails = createDailyMails({
    messages: state.messages,
    clock,
    sentByCognito: new Set(cognitoSends.map(({ userPoolId }) => userPoolId)),
    perDay: options.emailsPerDay,
  });
  const groupsOf = (id: string) => groups.filter(({ userPoolId }) => userPoolId === id);
  const byId = new Map(
    pools.map(({ userPoolId, settings }) => {
      const triggersOptions = { userPoolId, userPoolArn: userPoolArn(userPoolId), functionOf, patience };
      const triggers = createTriggers({ ...triggersOptions, settings: settings.triggers });
      const pool = createUserPool({
        userPoolId,
        settings,
        triggers,
        state,
        clock,
        dailyMails,
        identityProviders: identityProviders
          .filter((one) => one.userPoolId === userPoolId)
          .map(({ providerName }) => providerName),
        newKey,
        groups: groupsOf(userPoolId),
      });
      return [userPoolId, pool];
    }),
  );
  const apps = new Map(clients.map(({ clientId, settings }) => [clientId, appOf(byId, clientId, settings)]));
  // Starts the making of the keys; a failure reaches whoever needs the key.
  for (const pool of byId.values()) pool.signingKey().catch(() => undefined);

  const context: OperationContext = {
    clock,
    simulationKey: simulationKeyOf(state),
    appClient: (clientId) => apps.get(clientId) ?? notFound(`User pool client ${clientId} does not exist.`),
    appClients: () => [...apps.values()],
    userPools: () => [...byId.values()],
    userPool: (userPoolId) => poolOf(byId, userPoolId),
    userPoolArn,
    signedInUser: (token, scope) =>
      verifyAccessToken(token, [...byId.values()], (clientId) => apps.get(clientId), clock, scope),
  };
  return {
    api: {
      protocol: 'aws-json',
      signingName: 'cognito-idp',
      targetPrefix: 'AWSCognitoIdentityProviderService',
      operations: userPoolOperations(context),
      refuseFields,
      verifyToken: (input) => context.signedInUser(accessTokenOf(input)),
    },
    context,
    verifyIdToken: async (userPoolId, token) => {
      const pool = byId.get(userPoolId);
      return pool && verifyIdToken(pool, token, clock);
    },
    jwks: async (userPoolId) => ({ keys: [(await poolOf(byId, userPoolId).signingKey()).publicJwk] }),
    openIdConfiguration: (userPoolId) =>
      openIdConfiguration(poolOf(byId, userPoolId), options.url, signInUrl(userPoolId)),
    users: () => [...state.users.values()].map(snapshotOf),
    messages: () => [...state.messages.values()],
  };
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html */
function userPoolOperations(context: OperationContext): Operation[] {
  return [
    ...adminUserOperations(context),
    adminAddUserToGroup(context),
    adminCreateUser(context),
    adminDeleteUserAttributes(context),
    adminInitiateAuth(context),
    adminLinkProviderForUser(context),
    adminListGroupsForUser(context),
    adminRemoveUserFromGroup(context),
    adminResetUserPassword(context),
    adminRespondToAuthChallenge(context),
    adminSetUserMfaPreference(context),
    associateSoftwareToken(context),
    changePassword(context),
    confirmForgotPassword(context),
    confirmSignUp(context),
    deleteUser(),
    deleteUserAttributes(context),
    describeUserPool(context),
    describeUserPoolClient(context),
    forgotPassword(context),
    getTokensFromRefreshToken(context),
    getUser(),
    getUserAttributeVerificationCode(),
    globalSignOut(),
    getUserPoolMfaConfig(context),
    initiateAuth(context),
    listGroups(context),
    listUserPoolClients(context),
    listUserPools(context),
    listUsers(context),
    listUsersInGroup(context),
    resendConfirmationCode(context),
    respondToAuthChallenge(context),
    revokeToken(context),
    setUserMfaPreference(),
    signUp(context),
    updateUserAttributes(context),
    verifySoftwareToken(context),
    verifyUserAttribute(),
  ];
}

function noFunction(functionArn: string): never {
  throw new UnsupportedError(`the function ${functionArn}, which is not in the template`);
}

function appOf(pools: Map<string, UserPool>, clientId: string, client: UserPoolClientSettings): AppClient {
  const pool = pools.get(client.userPoolId);
  if (!pool)
    throw new Error(`User pool client ${clientId} names the user pool ${client.userPoolId}, which is not there.`);
  return { clientId, client, pool };
}

function poolOf(pools: Map<string, UserPool>, userPoolId: string): UserPool {
  return pools.get(userPoolId) ?? notFound(`User pool ${userPoolId} does not exist.`);
}

function notFound(message: string): never {
  throw new AwsError('ResourceNotFoundException', message);
}

function snapshotOf(user: UserRecord): UserSnapshot {
  const { userPoolId, sub, userName, attributes, status, enabled, createdAt, groups = [] } = user;
  const emailVerified = attributes.email_verified === 'true';
  return { userPoolId, sub, userName, email: attributes.email, emailVerified, status, groups, enabled, createdAt };
}
