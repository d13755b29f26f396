import type { StackResource, StackResources } from '../template/stack-resources.js';
import type { Door } from './access-report.js';
import { authorizerDoors, methodDoor } from './authorizer-doors.js';
import { corsDoors, type OriginsSomewhere } from './cors-doors.js';
import { policyDoors, webAclDoors } from './policy-doors.js';
import { nameOfFunction } from './principals.js';
import type { ResourceNames } from './resource-names.js';

/** Which methods there are, what they ask for, and which pages may read their answers. */
export function apiDoors(resources: StackResources, names: ResourceNames): Door[] {
  const configured = configuredOrigins(resources);
  return names.named([
    ...resources.ofType('AWS::ApiGateway::RestApi').flatMap((api) => restApi(api, resources, names, configured)),
    ...resources.ofType('AWS::ApiGatewayV2::Api').flatMap((api) => httpApi(api, resources, names, configured)),
    ...resources.ofType('AWS::Lambda::Url').flatMap((url) => functionUrl(url, resources, names, configured)),
    ...webAclDoors(resources, names),
  ]);
}

function restApi(
  api: StackResource,
  resources: StackResources,
  names: ResourceNames,
  configured: readonly string[],
): Door[] {
  const where = names.of(api);
  const ofApi = (type: string) =>
    resources
      .ofType(type)
      .map((one) => one.properties())
      .filter(({ RestApiId }) => RestApiId === api.physicalId);
  const methods = ofApi('AWS::ApiGateway::Method').map((method) => ({
    method,
    name: `${method.HttpMethod} ${pathOf(String(method.ResourceId), resources)}`,
  }));
  const preflights = methods.filter(({ method }) => method.HttpMethod === 'OPTIONS');
  const responses = ofApi('AWS::ApiGateway::GatewayResponse');
  const { Policy } = api.properties();
  const origins = [
    ...preflights.map(({ method, name }) => ({ place: name, origins: originsOfMethod(method), isError: false })),
    ...responses.map(({ ResponseType, ResponseParameters }) => ({
      place: `gateway response ${ResponseType}`,
      origins: originsOf(ResponseParameters),
      isError: true,
    })),
  ];
  const hasCors = preflights.some(({ method }) => originsOfMethod(method).length > 0);
  const without = ['DEFAULT_4XX', 'DEFAULT_5XX'].filter(
    (type) => originsOf(responses.find(({ ResponseType }) => ResponseType === type)?.ResponseParameters).length === 0,
  );
  return [
    ...methods
      .filter(({ method }) => !isPreflight(method))
      .map(({ method, name }) => methodDoor(method, `${where} ${name}`)),
    ...authorizerDoors(api, resources, names),
    ...(hasCors ? without.map((type) => ({ code: 'no-cors-on-error', where, what: type, opens: true })) : []),
    ...bodyDoors(api, where),
    ...policyDoors(Policy, where, {
      environment: api.environment,
      areSigned: methods.some(({ method }) => method.AuthorizationType === 'AWS_IAM'),
    }),
    ...corsDoors(where, origins, configured),
  ];
}

function bodyDoors(api: StackResource, where: string): Door[] {
  const { Body, BodyS3Location } = api.properties();
  if (Body === undefined && BodyS3Location === undefined) return [];
  return [{ code: 'api-body-not-read', where, what: 'its methods are in an OpenAPI document', opens: true }];
}

/** It answers browsers by itself; one that calls something is a method as any other. */
function isPreflight({ HttpMethod, Integration }: Readonly<Record<string, unknown>>): boolean {
  const { Type } = (Integration ?? {}) as { readonly Type?: unknown };
  return HttpMethod === 'OPTIONS' && Type === 'MOCK';
}

function pathOf(resourceId: string, resources: StackResources): string {
  const found = resources.ofType('AWS::ApiGateway::Resource').find(({ physicalId }) => physicalId === resourceId);
  if (found === undefined) return '/';
  const above = pathOf(String(found.property('ParentId')), resources);
  return `${above === '/' ? '' : above}/${found.property('PathPart')}`;
}

type Responses = readonly { readonly ResponseParameters?: unknown; readonly ResponseTemplates?: object }[];

/** Where there are several, a response template chooses, and names them. */
function originsOfMethod({ Integration }: Readonly<Record<string, unknown>>): string[] {
  const { IntegrationResponses = [] } = (Integration ?? {}) as { readonly IntegrationResponses?: Responses };
  return IntegrationResponses.flatMap(({ ResponseParameters, ResponseTemplates = {} }) => [
    ...originsOf(ResponseParameters),
    ...Object.values(ResponseTemplates).flatMap((text) =>
      [...String(text).matchAll(/"(https?:\/\/[^"\s]+)"/g)].map(([, origin = '']) => origin),
    ),
  ]);
}

function originsOf(parameters: unknown): string[] {
  return Object.entries((parameters ?? {}) as object).flatMap(([name, value]) =>
    /\.header\.access-control-allow-origin$/i.test(name) ? [String(value).replace(/^'(.*)'$/, '$1')] : [],
  );
}

function httpApi(
  api: StackResource,
  resources: StackResources,
  names: ResourceNames,
  configured: readonly string[],
): Door[] {
  const where = names.of(api);
  const routes = resources.ofType('AWS::ApiGatewayV2::Route').map((one) => one.properties());
  const { CorsConfiguration, Target, RouteKey = '$default' } = api.properties();
  const { AllowOrigins = [] } = (CorsConfiguration ?? {}) as { readonly AllowOrigins?: unknown };
  const origins: OriginsSomewhere = {
    place: 'CORS of the API',
    origins: [AllowOrigins].flat().map(String),
    isError: false,
  };
  return [
    ...routes
      .filter(({ ApiId }) => ApiId === api.physicalId)
      .map((route) => methodDoor(route, `${where} ${route.RouteKey}`)),
    // Quick create makes a route that asks for nothing.
    ...(Target === undefined ? [] : [methodDoor({}, `${where} ${RouteKey}`)]),
    ...authorizerDoors(api, resources, names),
    ...bodyDoors(api, where),
    ...corsDoors(where, [origins], configured),
  ];
}

function functionUrl(
  url: StackResource,
  resources: StackResources,
  names: ResourceNames,
  configured: readonly string[],
): Door[] {
  const { AuthType = 'NONE', Cors, TargetFunctionArn } = url.properties();
  const target = resources
    .ofType('AWS::Lambda::Function')
    .find(({ physicalId }) => String(TargetFunctionArn).endsWith(physicalId));
  const where = `URL of function ${target === undefined ? TargetFunctionArn : nameOfFunction(target, names)}`;
  const { AllowOrigins = [] } = (Cors ?? {}) as { readonly AllowOrigins?: unknown };
  const origins: OriginsSomewhere = {
    place: 'CORS of the URL',
    origins: [AllowOrigins].flat().map(String),
    isError: false,
  };
  return [
    AuthType === 'NONE'
      ? { code: 'function-url-open', where, what: 'NONE', opens: true }
      : { code: 'function-url', where, what: String(AuthType), opens: false },
    ...corsDoors(where, [origins], configured),
  ];
}

/** What the functions were told: the setting `allowedOrigins`. */
function configuredOrigins(resources: StackResources): string[] {
  const origins = resources.ofType('AWS::Lambda::Function').flatMap((resource) => {
    const { Variables = {} } = (resource.property('Environment') ?? {}) as {
      readonly Variables?: Readonly<Record<string, unknown>>;
    };
    return String(Variables.ALLOWED_ORIGINS ?? '').split(',');
  });
  return [...new Set(origins.filter((origin) => origin !== ''))];
}
