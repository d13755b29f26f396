import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { IdentityPool, OperationContext } from './operation-context.js';

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DescribeIdentityPool.html */
export function describeIdentityPool(context: OperationContext): Operation {
  return operation({
    name: 'DescribeIdentityPool',
    access: { iam: (member) => context.identityPoolArn(member('IdentityPoolId')) },
    fields: { IdentityPoolId: shapes.id },
    run({ IdentityPoolId }) {
      const { settings, ...pool } = context.pool(IdentityPoolId);
      return {
        ...named({ settings, ...pool }),
        AllowUnauthenticatedIdentities: settings.allowUnauthenticatedIdentities,
        AllowClassicFlow: settings.allowClassicFlow ?? false,
        DeveloperProviderName: settings.developerProviderName,
        SupportedLoginProviders: settings.supportedLoginProviders ?? {},
        SamlProviderARNs: settings.samlProviderArns ?? [],
        OpenIdConnectProviderARNs: settings.openIdConnectProviderArns ?? [],
        CognitoIdentityProviders: settings.cognitoIdentityProviders.map((provider) => ({
          ProviderName: provider.providerName,
          ClientId: provider.clientId,
          ServerSideTokenCheck: provider.serverSideTokenCheck,
        })),
        IdentityPoolTags: settings.tags ?? {},
      };
    },
  });
}

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListIdentityPools.html */
export function listIdentityPools({ pools }: OperationContext): Operation {
  return operation({
    name: 'ListIdentityPools',
    access: { iam: () => '*' },
    // A template has fewer than a page of them, so there is never a token.
    fields: { MaxResults: shapes.maxResults },
    run: ({ MaxResults }) => ({ IdentityPools: pools().slice(0, MaxResults).map(named) }),
  });
}

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetIdentityPoolRoles.html */
export function getIdentityPoolRoles(context: OperationContext): Operation {
  return operation({
    name: 'GetIdentityPoolRoles',
    access: { iam: (member) => context.identityPoolArn(member('IdentityPoolId')) },
    fields: { IdentityPoolId: shapes.id },
    run({ IdentityPoolId }) {
      const { roles, roleMappings } = context.pool(IdentityPoolId);
      const mappings = roleMappings.map(({ identityProvider, rules, ambiguous }) => {
        const Rules = rules?.map((rule) => ({
          Claim: rule.claim,
          MatchType: rule.matchType,
          Value: rule.value,
          RoleARN: rule.roleArn,
        }));
        const kind = Rules === undefined ? { Type: 'Token' } : { Type: 'Rules', RulesConfiguration: { Rules } };
        return [identityProvider, { ...kind, AmbiguousRoleResolution: ambiguous }] as const;
      });
      return { IdentityPoolId, Roles: roles, RoleMappings: Object.fromEntries(mappings) };
    },
  });
}

function named({ identityPoolId, settings }: Pick<IdentityPool, 'identityPoolId' | 'settings'>): object {
  return { IdentityPoolId: identityPoolId, IdentityPoolName: settings.identityPoolName };
}
