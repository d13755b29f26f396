import { DescribeIdentityPoolCommand, GetIdentityPoolRolesCommand } from '@aws-sdk/client-cognito-identity';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { Outputs } from '../../deployment/outputs.js';
import { type Answer, after, ask, orNone } from '../answer.js';
import type { Pool, Role, User } from '../facts.js';
import type { Clients } from './clients.js';

/** Whom the identity pool takes, and which roles it gives. */
export async function poolFacts(
  { IdentityPoolId, UserPoolId, UserPoolClientId }: Outputs,
  { identities }: Clients,
): Promise<Answer<Pool>> {
  const pool = await ask('cognito-identity:DescribeIdentityPool', () =>
    identities.send(new DescribeIdentityPoolCommand({ IdentityPoolId })),
  );
  return after(pool, ({ CognitoIdentityProviders = [], ...others }) =>
    ask('cognito-identity:GetIdentityPoolRoles', async () => {
      const asked = new GetIdentityPoolRolesCommand({ IdentityPoolId });
      const { Roles = {}, RoleMappings = {} } = await identities.send(asked);
      const [, mapping] = Object.entries(RoleMappings).find(([name]) => name.includes(`/${UserPoolId}`)) ?? [];
      return {
        takesUserPool: CognitoIdentityProviders.some(
          ({ ProviderName, ClientId }) => ProviderName?.endsWith(`/${UserPoolId}`) && ClientId === UserPoolClientId,
        ),
        providers: [
          ...CognitoIdentityProviders.map(({ ProviderName = '' }) => ProviderName),
          ...Object.keys(others.SupportedLoginProviders ?? {}),
          ...(others.OpenIdConnectProviderARNs ?? []).map((arn) => arn.replace(/^.*:oidc-provider\//, '')),
          ...(others.SamlProviderARNs ?? []),
          ...(others.DeveloperProviderName === undefined ? [] : [others.DeveloperProviderName]),
        ],
        authenticatedRole: Roles.authenticated,
        guestRole: Roles.unauthenticated,
        mapping: mapping && (mapping.Type === 'Token' ? 'groups' : 'rules'),
        deniesOthers: mapping?.AmbiguousRoleResolution === 'Deny',
      };
    }),
  );
}

/** Whose role it is. */
interface Whose {
  readonly user: Answer<User> | undefined;
  readonly isGuest: boolean;
}

/** The role that the pool gives now, with what its trust policy says. */
export async function roleFacts(pool: Pool, whose: Whose, { iam }: Clients): Promise<Answer<Role>> {
  const chosen = chosenRole(pool, whose);
  return after(chosen, ({ arn, group }) =>
    ask('iam:GetRole', async () => {
      const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
      const { Role: found } = (await orNone(iam.send(new GetRoleCommand({ RoleName })), 'NoSuchEntityException')) ?? {};
      return {
        arn,
        group,
        exists: found !== undefined,
        trust: JSON.parse(decodeURIComponent(found?.AssumeRolePolicyDocument ?? 'null')) as unknown,
        boundary: found?.PermissionsBoundary?.PermissionsBoundaryArn,
      };
    }),
  );
}

interface Chosen {
  readonly arn: string;
  readonly group: string | undefined;
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html */
function chosenRole(pool: Pool, { user, isGuest }: Whose): Answer<Chosen> {
  const given = (arn: string | undefined, group?: string): Answer<Chosen> =>
    arn === undefined ? { unknown: 'the identity pool gives such a user no role' } : { known: { arn, group } };
  if (isGuest) return given(pool.guestRole);
  if (pool.mapping === undefined) return given(pool.authenticatedRole);
  if (pool.mapping === 'rules')
    return { unknown: 'the identity pool chooses the role by rules over the token, which is not here' };
  if (user === undefined)
    return { unknown: 'the role depends on the groups of the user, who is not known: give --user' };
  if ('unknown' in user) return user;
  const withRole = user.known.groups.filter(({ roleArn }) => roleArn !== undefined);
  const [first, second] = withRole;
  const isAmbiguous =
    second !== undefined && second.precedence === first?.precedence && second.roleArn !== first.roleArn;
  if (first !== undefined && !isAmbiguous) return given(first.roleArn, first.name);
  return given(pool.deniesOthers ? undefined : pool.authenticatedRole);
}
