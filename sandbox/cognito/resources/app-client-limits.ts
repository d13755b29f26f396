import { beyond } from '../../template/limits.js';
import type { StackResource, StackResources } from '../../template/stack-resources.js';

const PAGE =
  'https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html';

/**
 * That an app client can be made: the providers that it names are in the pool ("The provider … does not exist for User
 * Pool …"), and where it is for the hosted sign-in, flows and scopes are named ("AllowedOAuthFlows and AllowedOAuthScopes
 * are required if user pool client is allowed to use OAuth flows").
 *
 * @throws DeploymentError
 */
export function holdAppClientLimits(where: string, { property }: StackResource, resources: StackResources): void {
  holdProviders(where, property, resources);
  if (String(property('AllowedOAuthFlowsUserPoolClient')) !== 'true') return;
  for (const name of ['AllowedOAuthFlows', 'AllowedOAuthScopes']) {
    const given = property(name) as readonly unknown[] | undefined;
    if (given === undefined || given.length === 0) {
      throw beyond(name, given ?? null, where, { allowed: 'at least one', page: PAGE });
    }
  }
}

function holdProviders(where: string, property: StackResource['property'], resources: StackResources): void {
  const userPoolId = property('UserPoolId');
  // Of a pool that is elsewhere the providers are not known.
  if (!resources.ofType('AWS::Cognito::UserPool').some(({ physicalId }) => physicalId === userPoolId)) return;
  const providers = resources
    .ofType('AWS::Cognito::UserPoolIdentityProvider')
    .filter((one) => one.property('UserPoolId') === userPoolId)
    .map((one) => String(one.property('ProviderName')));
  const allowed = ['COGNITO', ...providers];
  const given = (property('SupportedIdentityProviders') ?? []) as readonly string[];
  const unknown = given.find((name) => !allowed.includes(name));
  if (unknown === undefined) return;
  throw beyond('SupportedIdentityProviders', unknown, where, { allowed: allowed.join(', '), page: PAGE });
}
