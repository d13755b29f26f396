import type { StackResource, StackResources } from '../../template/stack-resources.js';
import { parsePathTemplate } from '../path-template.js';
import { DEFAULT_STAGE, type RouteAuthorization, type RouteIntegration, type RouteSettings } from './http-api.js';

/** An HTTP API's own limit on an integration, in milliseconds. */
const INTEGRATION_TIMEOUT = 30_000;

/** Of an integration: what changes a request or an answer, or goes somewhere else. */
const UNJUDGED = ['CredentialsArn', 'RequestParameters', 'ResponseParameters', 'ConnectionId', 'IntegrationSubtype'];

export function readRoutes(resources: StackResources, apiId: string): RouteSettings[] {
  const integrations = resources.ofType('AWS::ApiGatewayV2::Integration');
  return resources
    .ofType('AWS::ApiGatewayV2::Route')
    .filter(({ property }) => property('ApiId') === apiId)
    .map((route) => {
      const integrationId = String(route.property('Target') ?? '').replace(/^integrations\//, '');
      const integration = integrations.find(({ physicalId }) => physicalId === integrationId);
      return {
        logicalId: route.logicalId,
        ...readKey(String(route.property('RouteKey'))),
        authorization: readAuthorization(route, resources),
        integration: readIntegration(route.logicalId, integration),
      };
    });
}

/** `Target` of an API makes route, integration and stage by itself. */
export function quickCreatedRoute(api: StackResource, { environment }: StackResources): RouteSettings | undefined {
  const { Target, RouteKey = DEFAULT_STAGE, CredentialsArn } = api.properties();
  if (Target === undefined) return undefined;
  const functionArn = functionArnOf(String(Target), environment);
  const isJudged = functionArn !== undefined && CredentialsArn === undefined;
  return {
    logicalId: api.logicalId,
    ...readKey(String(RouteKey)),
    authorization: { type: 'NONE' },
    integration: isJudged
      ? { type: 'AWS_PROXY', functionArn, payloadFormatVersion: '2.0', timeoutMilliseconds: INTEGRATION_TIMEOUT }
      : { type: 'unsupported', what: `the target ${String(Target)} of HTTP API ${api.logicalId}` },
  };
}

function readKey(routeKey: string): Pick<RouteSettings, 'routeKey' | 'method' | 'path'> {
  const [method = '', path] = routeKey.split(/ +/);
  if (path === undefined) return { routeKey, method: 'ANY', path: undefined };
  return { routeKey, method, path: parsePathTemplate(path) };
}

function readAuthorization(route: StackResource, resources: StackResources): RouteAuthorization {
  const { AuthorizationType: type = 'NONE', AuthorizerId, AuthorizationScopes = [] } = route.properties();
  if (String(route.property('ApiKeyRequired')) === 'true') {
    return { type: 'unsupported', what: `the API key of route ${route.logicalId}` };
  }
  if (type === 'NONE' || type === 'AWS_IAM') return { type };
  const authorizer = resources
    .ofType('AWS::ApiGatewayV2::Authorizer')
    .find(({ physicalId }) => physicalId === AuthorizerId);
  const { AuthorizerType, IdentitySource, JwtConfiguration } = authorizer?.properties() ?? {};
  const [, place, name = ''] =
    /^\$request\.(header|querystring)\.(.+)$/.exec(String([IdentitySource ?? ''].flat()[0])) ?? [];
  if (type !== 'JWT' || authorizer === undefined || AuthorizerType !== 'JWT' || place === undefined) {
    return { type: 'unsupported', what: `authorization type ${String(type)} of route ${route.logicalId}` };
  }
  const { Issuer = '', Audience = [] } = (JwtConfiguration ?? {}) as { Issuer?: string; Audience?: string[] };
  return {
    type,
    authorizer: authorizer.logicalId,
    issuer: Issuer.replace(/\/$/, ''),
    audience: Audience,
    identitySource: place === 'header' ? { in: 'header', name: name.toLowerCase() } : { in: 'querystring', name },
    scopes: AuthorizationScopes as string[],
  };
}

function readIntegration(route: string, integration: StackResource | undefined): RouteIntegration {
  const unsupported = (what: string) => ({ type: 'unsupported', what: `${what} of route ${route}` }) as const;
  if (integration === undefined) return unsupported('the missing integration');
  const properties = integration.properties();
  const { IntegrationType, IntegrationUri, PayloadFormatVersion = '1.0', TimeoutInMillis } = properties;
  const unjudged = UNJUDGED.find((name) => properties[name] !== undefined);
  if (unjudged !== undefined) return unsupported(`${unjudged} of the integration ${integration.logicalId}`);
  const functionArn = functionArnOf(String(IntegrationUri), integration.environment);
  const isKnown = PayloadFormatVersion === '1.0' || PayloadFormatVersion === '2.0';
  if (IntegrationType !== 'AWS_PROXY' || functionArn === undefined || !isKnown) {
    return unsupported(`integration type ${String(IntegrationType)}, ${String(IntegrationUri)},`);
  }
  return {
    type: 'AWS_PROXY',
    functionArn,
    payloadFormatVersion: PayloadFormatVersion,
    timeoutMilliseconds: Number(TimeoutInMillis ?? INTEGRATION_TIMEOUT),
  };
}

/** A function's ARN, or the address by which API Gateway invokes it. */
function functionArnOf(uri: string, { region }: StackResource['environment']): string | undefined {
  const arn = /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
  return new RegExp(`^arn:[a-z-]+:lambda:${region}:\\d{12}:function:[\\w-]+(:[\\w$-]+)?$`).test(arn) ? arn : undefined;
}
