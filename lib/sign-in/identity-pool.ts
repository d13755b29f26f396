import {
  CfnIdentityPool,
  CfnIdentityPoolPrincipalTag,
  CfnIdentityPoolRoleAttachment,
  type IUserPool,
  type IUserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { type IPrincipal, type IRole, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { acknowledge } from '../acknowledge.js';
import { identityProviderOf } from '../identity-provider.js';
import { nameShortly } from './gov-cloud.js';
import { type IamSamlProvider, samlProviderArns } from './iam-saml-provider.js';
import { type LoginProviders, supportedLoginProviders } from './login-providers.js';
import { type OpenIdConnectProvider, openIdConnectProviderArns } from './open-id-connect-provider.js';
import type { PrincipalTags } from './principal-tags.js';

export interface IdentityPoolProps {
  readonly userPool: IUserPool;
  readonly userPoolClient: IUserPoolClient;
  readonly openIdConnectProviders: readonly OpenIdConnectProvider[] | undefined;
  readonly loginProviders: LoginProviders | undefined;
  readonly samlProviders: readonly IamSamlProvider[] | undefined;
  readonly developerProvider: string | undefined;
  readonly allowGuests: boolean;
}

/** The L2 construct would add a role for guests even where guests are off, hence the L1. */
export function createIdentityPool(scope: Construct, props: IdentityPoolProps): CfnIdentityPool {
  const { openIdConnectProviders, loginProviders, samlProviders, developerProvider } = props;
  const pool = new CfnIdentityPool(scope, 'IdentityPool', {
    allowUnauthenticatedIdentities: props.allowGuests,
    allowClassicFlow: false,
    cognitoIdentityProviders: [
      {
        clientId: props.userPoolClient.userPoolClientId,
        providerName: props.userPool.userPoolProviderName,
        // Users who were deleted or signed out everywhere get no new credentials.
        serverSideTokenCheck: true,
      },
    ],
    ...(openIdConnectProviders && {
      openIdConnectProviderArns: openIdConnectProviderArns(scope, openIdConnectProviders),
    }),
    ...(samlProviders && { samlProviderArns: samlProviderArns(scope, samlProviders) }),
    ...(loginProviders && { supportedLoginProviders: supportedLoginProviders(loginProviders) }),
    ...(developerProvider !== undefined && { developerProviderName: developerProvider }),
  });
  if (props.allowGuests) {
    const reason = 'Guests were asked for; their role has their own topics, and nothing is attached to them.';
    acknowledge(pool, { id: 'AwsSolutions-COG7', reason });
  }
  return pool;
}

export interface CognitoRoleProps {
  readonly identityPoolId: string;
  readonly description: string;
  /** Which identities may act as the role. @default 'authenticated' */
  readonly identities?: 'authenticated' | 'unauthenticated' | UserPoolUsers;
  /** Their values come with the credentials, as tags of the session. */
  readonly principalTags?: PrincipalTags;
}

/** Who signed in at the user pool, and no other way. */
export interface UserPoolUsers {
  readonly userPool: IUserPool;
  /** Under which a back end signs users in. @default none does */
  readonly developerProvider?: string;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html */
export function createCognitoRole(scope: Construct, id: string, props: CognitoRoleProps): Role {
  const provider = identityProviderOf(scope);
  const principal = new WebIdentityPrincipal(provider, {
    StringEquals: { [`${provider}:aud`]: props.identityPoolId },
    ...methodsOf(props.identities ?? 'authenticated', `${provider}:amr`),
  });
  const assumedBy: IPrincipal = props.principalTags ? principal.withSessionTags() : principal;
  const role = new Role(scope, id, { description: props.description, assumedBy });
  nameShortly(role);
  return role;
}

/**
 * `amr` of the token says `authenticated` or `unauthenticated`, and names the providers that were used. `authenticated`
 * is whoever a provider of the pool has signed in: naming these would shut nobody out.
 */
function methodsOf(identities: NonNullable<CognitoRoleProps['identities']>, key: string) {
  if (typeof identities === 'string') return { 'ForAnyValue:StringLike': { [key]: identities } };
  const { userPool, developerProvider } = identities;
  return {
    'ForAnyValue:StringLike': { [key]: userPool.userPoolProviderName },
    // A developer's token may be for STS, with any role's ARN, and whether it names the logins that are linked to the
    // identity is not documented.
    ...(developerProvider !== undefined && { 'ForAllValues:StringNotEquals': { [key]: developerProvider } }),
  };
}

export interface RoleAttachmentProps {
  readonly identityPoolId: string;
  readonly userPool: IUserPool;
  readonly userPoolClient: IUserPoolClient;
  readonly authenticatedRole: IRole;
  readonly unauthenticatedRole: IRole | undefined;
  /** Whether members of one of the user pool's groups act as the group's role. */
  readonly groupRoles: boolean;
}

/** Says which role an identity gets. https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html */
export function attachRoles(scope: Construct, props: RoleAttachmentProps): void {
  const { userPool, userPoolClient, authenticatedRole, unauthenticatedRole } = props;
  new CfnIdentityPoolRoleAttachment(scope, 'RoleAttachment', {
    identityPoolId: props.identityPoolId,
    roles: {
      authenticated: authenticatedRole.roleArn,
      ...(unauthenticatedRole && { unauthenticated: unauthenticatedRole.roleArn }),
    },
    ...(props.groupRoles && {
      roleMappings: {
        // The key is only a name where the provider itself is known no sooner than at deployment.
        userPool: {
          identityProvider: `${userPool.userPoolProviderName}:${userPoolClient.userPoolClientId}`,
          type: 'Token',
          // In no group, or in several of the same precedence: the role with the least.
          ambiguousRoleResolution: 'AuthenticatedRole',
        },
      },
    }),
  });
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html */
export function mapPrincipalTags(
  scope: Construct,
  props: { identityPoolId: string; userPool: IUserPool; principalTags: PrincipalTags; roles: readonly IRole[] },
): void {
  const mapping = new CfnIdentityPoolPrincipalTag(scope, 'PrincipalTags', {
    identityPoolId: props.identityPoolId,
    identityProviderName: props.userPool.userPoolProviderName,
    useDefaults: false,
    principalTags: props.principalTags,
  });
  waitForRoles(mapping, props.roles);
}

/** Where an update adds tags: a role that cannot be assumed with tags yet would let nobody in. */
export function waitForRoles(mapping: IConstruct | undefined, roles: readonly IRole[]): void {
  mapping?.node.addDependency(...roles);
}
