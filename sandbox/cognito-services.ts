import type { Clock } from './base/clock.js';
import { createHostedSignIn, type HostedSignIn } from './cognito/hosted-sign-in/hosted-sign-in.js';
import { createIdentityPools, type IdentityPools } from './cognito/identity-pool/identity-pools.js';
import type { IdentityPoolState } from './cognito/identity-pool/state.js';
import { createOidcProviders } from './cognito/oidc/oidc-providers.js';
import { verifyOidcToken } from './cognito/oidc/verify-oidc-token.js';
import {
  readIdentityPools,
  readRoleAttachments,
  readUserPoolClients,
  readUserPools,
} from './cognito/resources/cognito-stack.js';
import {
  readIdentityProviders,
  readOidcProviders,
  readUserPoolDomains,
} from './cognito/resources/federation-resources.js';
import { readGroups, readPrincipalTags } from './cognito/resources/group-resources.js';
import type { UserPoolState } from './cognito/user-pool/state.js';
import { createUserPools, type UserPools } from './cognito/user-pool/user-pools.js';
import type { AwsJsonService } from './http/aws-json.js';
import type { Roles } from './iam/roles.js';
import type { StackResources } from './template/stack-resources.js';

export interface CognitoOptions {
  readonly resources: StackResources;
  /** Read and written in place. */
  readonly state: { readonly userPools: UserPoolState; readonly identityPools: IdentityPoolState };
  readonly clock: Clock;
  readonly roles: Pick<Roles, 'assumeRoleWithWebIdentity' | 'check'>;
  /** Where the sandbox is served. */
  readonly url: string;
  /** Values of secrets in Secrets Manager, by name. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Cognito {
  readonly userPools: UserPools;
  readonly identityPools: IdentityPools;
  readonly services: readonly AwsJsonService[];
  /** Undefined in a stack whose user pools have no domain. */
  readonly hostedSignIn: HostedSignIn | undefined;
  /** Hosts of the hosted sign-in on AWS. */
  readonly domains: readonly string[];
}

/** User pools, identity pools and hosted sign-in of the stack, and how they are called. */
export function createCognito({ resources, state, clock, roles, url, secrets }: CognitoOptions): Cognito {
  const domains = readUserPoolDomains(resources);
  const userPoolIds = domains.map(({ userPoolId }) => userPoolId);
  const groups = readGroups(resources);
  const roleAttachments = readRoleAttachments(resources);
  const roleArns = [
    ...roleAttachments.flatMap((attachment) => Object.values(attachment.roles)),
    ...roleAttachments.flatMap(({ roleMappings = [] }) => roleMappings.flatMap(({ rules = [] }) => rules)).map(roleOf),
    ...groups.map(roleOf),
  ];
  for (const roleArn of new Set(roleArns)) if (roleArn !== undefined) roles.check(roleArn);

  const userPools = createUserPools({
    pools: readUserPools(resources),
    clients: readUserPoolClients(resources),
    groups,
    url,
    signInUrl: (userPoolId) => (userPoolIds.includes(userPoolId) ? url : undefined),
    state: state.userPools,
    clock,
  });
  const oidcProviders = createOidcProviders();
  const identityPools = createIdentityPools({
    pools: readIdentityPools(resources),
    roleAttachments,
    principalTags: readPrincipalTags(resources),
    oidcProviders: readOidcProviders(resources),
    state: state.identityPools,
    clock,
    verifyUserPoolToken: userPools.verifyIdToken,
    verifyProviderToken: async (provider, token) => {
      const { issuer, keys } = await oidcProviders.discover(provider.url);
      return verifyOidcToken(token, { issuer, keys, clientIds: provider.clientIds, now: clock.now() });
    },
    assumeRoleWithWebIdentity: roles.assumeRoleWithWebIdentity,
  });
  const providers = readIdentityProviders(resources);
  const hostedSignIn =
    domains.length === 0
      ? undefined
      : createHostedSignIn({ userPools, userPoolIds, providers, oidcProviders, secrets, url });
  return {
    userPools,
    identityPools,
    services: servicesOf(userPools, identityPools, resources),
    hostedSignIn,
    domains: domains.map(({ host }) => host),
  };
}

const roleOf = ({ roleArn }: { readonly roleArn: string | undefined }) => roleArn;

function servicesOf(
  { operations }: UserPools,
  identityPools: IdentityPools,
  { environment: { region, accountId } }: StackResources,
): AwsJsonService[] {
  const field = (input: unknown, name: string) => String((input as Record<string, unknown> | undefined)?.[name] ?? '');
  const userPool = (input: unknown) =>
    `arn:aws:cognito-idp:${region}:${accountId}:userpool/${field(input, 'UserPoolId')}`;
  const identityPool = (id: string) => `arn:aws:cognito-identity:${region}:${accountId}:identitypool/${id}`;
  const forOperators = Object.keys(operations).filter((name) => name.startsWith('Admin'));
  return [
    {
      targetPrefix: 'AWSCognitoIdentityProviderService',
      name: 'cognito-idp',
      operations,
      signed: Object.fromEntries(forOperators.map((name) => [name, userPool])),
    },
    {
      targetPrefix: 'AWSCognitoIdentityService',
      name: 'cognito-identity',
      operations: identityPools.operations,
      signed: {
        // The identity alone is named, and what IAM evaluates is its pool.
        DescribeIdentity: () => identityPool('*'),
        GetOpenIdTokenForDeveloperIdentity: (input) => identityPool(field(input, 'IdentityPoolId')),
      },
    },
  ];
}
