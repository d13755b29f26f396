import type { StackResource, StackResources } from '../template/stack-resources.js';
import type { Door } from './access-report.js';
import type { ResourceNames } from './resource-names.js';

type Properties = Readonly<Record<string, unknown>>;

/** What a method or a route asks of whoever calls it. */
export function methodDoor(method: Properties, where: string): Door {
  const { AuthorizationType = 'NONE', ApiKeyRequired, AuthorizerId } = method;
  const key = ApiKeyRequired === true || ApiKeyRequired === 'true' ? ' with an API key' : '';
  if (AuthorizationType === 'NONE') return { code: 'unauthenticated-method', where, what: `NONE${key}`, opens: true };
  const authorizer = AuthorizerId === undefined ? '' : ` ${AuthorizerId}`;
  const what = `${AuthorizationType}${authorizer}${scopesOf(method)}${key}`;
  return { code: 'method', where, what, opens: false };
}

/** One of them will do. */
function scopesOf({ AuthorizationScopes }: Properties): string {
  const scopes = [AuthorizationScopes ?? []].flat().map(String).sort();
  return scopes.length === 0 ? '' : ` with scope ${scopes.join(' or ')}`;
}

/** Whose tokens the authorizers of an API take, and what functions they ask. */
export function authorizerDoors(api: StackResource, resources: StackResources, names: ResourceNames): Door[] {
  const types = ['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'];
  const ofApi = types
    .flatMap((type) => resources.ofType(type))
    .filter(({ property }) => (property('RestApiId') ?? property('ApiId')) === api.physicalId);
  return ofApi.flatMap((authorizer) => {
    const where = `${names.of(api)} authorizer ${names.of(authorizer)}`;
    return takenBy(authorizer.properties()).map((what) => ({ code: 'authorizer-takes', where, what, opens: true }));
  });
}

function takenBy({
  ProviderARNs,
  JwtConfiguration,
  AuthorizerUri,
  IdentityValidationExpression,
}: Properties): string[] {
  const { Issuer, Audience } = (JwtConfiguration ?? {}) as Properties;
  const audiences = [Audience ?? []].flat();
  return [
    ...[ProviderARNs ?? []].flat().map((arn) => `tokens of ${arn}`),
    ...audiences.map((audience) => `tokens of ${Issuer} for ${audience}`),
    ...(AuthorizerUri === undefined ? [] : [`what ${AuthorizerUri} lets in`]),
    ...(AuthorizerUri === undefined && ProviderARNs === undefined
      ? []
      : [IdentityValidationExpression === undefined ? 'any text' : `text like ${IdentityValidationExpression}`]),
  ];
}
