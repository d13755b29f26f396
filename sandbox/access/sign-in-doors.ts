import type { StackResources } from '../template/stack-resources.js';
import type { Door } from './access-report.js';
import { claimDoors } from './claim-doors.js';
import { isTrue } from './principals.js';
import { providerDoors } from './provider-doors.js';
import type { ResourceNames } from './resource-names.js';

/** How people come by tokens and credentials: pools, app clients and providers. */
export function signInDoors(resources: StackResources, names: ResourceNames): Door[] {
  return names.named([
    ...identityPools(resources, names),
    ...roleMappings(resources, names),
    ...userPools(resources, names),
    ...clients(resources, names),
    ...claimDoors(resources, names),
    ...providerDoors(resources, names),
  ]);
}

interface Provider {
  readonly ClientId?: string;
  readonly ProviderName?: string;
  readonly ServerSideTokenCheck?: unknown;
}

function identityPools(resources: StackResources, names: ResourceNames): Door[] {
  return resources.ofType('AWS::Cognito::IdentityPool').flatMap((pool) => {
    const properties = pool.properties();
    const open = opening(names.of(pool));
    const list = (name: string) => [properties[name] ?? []].flat().map(String);
    const providers = [properties.CognitoIdentityProviders ?? []].flat() as readonly Provider[];
    return [
      ...(isTrue(properties.AllowUnauthenticatedIdentities) ? [open('guests-allowed', 'guests')] : []),
      ...(isTrue(properties.AllowClassicFlow) ? [open('classic-flow', 'classic flow')] : []),
      ...providers.flatMap(({ ClientId = '', ProviderName = '', ServerSideTokenCheck }) => [
        open('identity-provider', `${ProviderName} ${ClientId}`),
        ...(isTrue(ServerSideTokenCheck) ? [] : [open('server-side-check-off', ClientId)]),
      ]),
      ...list('OpenIdConnectProviderARNs').map((arn) => open('identity-provider', arn)),
      ...list('SamlProviderARNs').map((arn) => open('identity-provider', arn)),
      ...Object.entries((properties.SupportedLoginProviders ?? {}) as object).map(([name, app]) =>
        open('identity-provider', `${name} ${app}`),
      ),
      ...list('DeveloperProviderName').map((name) => open('identity-provider', `developers' ${name}`)),
    ];
  });
}

function roleMappings(resources: StackResources, names: ResourceNames): Door[] {
  return resources.ofType('AWS::Cognito::IdentityPoolRoleAttachment').flatMap((attachment) => {
    const { IdentityPoolId, RoleMappings = {} } = attachment.properties();
    const mappings = Object.values(RoleMappings as Record<string, Readonly<Record<string, unknown>>>);
    return mappings.flatMap(({ AmbiguousRoleResolution, Type, IdentityProvider = '' }) => {
      const open = opening(names.named(String(IdentityPoolId)));
      return [
        ...(Type === 'Token' ? [open('role-by-token', String(IdentityProvider))] : []),
        ...(AmbiguousRoleResolution === 'Deny' ? [] : [open('users-role-when-ambiguous', String(IdentityProvider))]),
      ];
    });
  });
}

function userPools(resources: StackResources, names: ResourceNames): Door[] {
  return resources.ofType('AWS::Cognito::UserPool').flatMap((pool) => {
    const { AdminCreateUserConfig, MfaConfiguration = 'OFF' } = pool.properties();
    const open = opening(names.of(pool));
    const { AllowAdminCreateUserOnly } = (AdminCreateUserConfig ?? {}) as Readonly<Record<string, unknown>>;
    return [
      ...(isTrue(AllowAdminCreateUserOnly) ? [] : [open('self-sign-up', 'anybody signs up')]),
      // Each step that is taken back opens one more.
      ...(MfaConfiguration === 'ON' ? [] : [open('mfa-not-required', 'MFA is not required')]),
      ...(MfaConfiguration === 'OFF' ? [open('no-mfa', 'there is no MFA')] : []),
    ];
  });
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
const DEFAULT_FLOWS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];
/** The password goes to Cognito as it is, and through whoever asks on the user's behalf. */
const PASSWORD_FLOW = /^(ALLOW_)?(ADMIN_)?(USER_PASSWORD_AUTH|NO_SRP_AUTH)$/;

function clients(resources: StackResources, names: ResourceNames): Door[] {
  return resources.ofType('AWS::Cognito::UserPoolClient').flatMap((client) => {
    const properties = client.properties();
    const open = opening(names.of(client));
    const list = (name: string, unset: readonly string[] = []) => [properties[name] ?? unset].flat().map(String);
    const oauth = isTrue(properties.AllowedOAuthFlowsUserPoolClient) ? list('AllowedOAuthFlows') : [];
    return [
      ...list('ExplicitAuthFlows', DEFAULT_FLOWS).map((flow) =>
        open(PASSWORD_FLOW.test(flow) ? 'password-flow' : 'sign-in-flow', flow),
      ),
      ...oauth.map((flow) => open(flow === 'implicit' ? 'implicit-flow' : 'oauth-flow', flow)),
      ...(oauth.length === 0 ? [] : list('AllowedOAuthScopes').map((scope) => open('oauth-scope', scope))),
      ...(oauth.length === 0 ? [] : list('CallbackURLs').map((url) => open('callback-url', url))),
      ...list('SupportedIdentityProviders').map((name) => open('user-pool-provider', name)),
      ...(properties.PreventUserExistenceErrors === 'ENABLED'
        ? []
        : [open('tells-who-exists', 'unknown users are told')]),
      ...(properties.EnableTokenRevocation === false || properties.EnableTokenRevocation === 'false'
        ? [open('tokens-not-revocable', 'tokens cannot be revoked')]
        : []),
    ];
  });
}

function opening(where: string) {
  return (code: string, what: string): Door => ({ code, where, what, opens: true });
}
