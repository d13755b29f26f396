import { UnsupportedError } from '../base/errors.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';

/** A REST API of API Gateway, deployed to one stage. */
export interface RestApiSettings {
  readonly restApiId: string;
  readonly stageName: string;
  readonly methods: readonly MethodSettings[];
  readonly throttling: { readonly rateLimit: number; readonly burstLimit: number };
  /** Headers that API Gateway puts on answers of its own, by status class. */
  readonly gatewayResponseHeaders: Readonly<Record<'DEFAULT_4XX' | 'DEFAULT_5XX', Readonly<Record<string, string>>>>;
}

export interface MethodSettings {
  readonly httpMethod: string;
  /** `/attach-policy`. */
  readonly path: string;
  readonly authorizationType: 'AWS_IAM' | 'NONE';
  readonly integration: LambdaIntegration | MockIntegration;
}

export interface LambdaIntegration {
  readonly type: 'AWS_PROXY';
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

/** Answers without a backend, as a CORS preflight does. */
export interface MockIntegration {
  readonly type: 'MOCK';
  readonly statusCode: number;
  /** Header to value, the quotes of the template taken off. */
  readonly headers: Readonly<Record<string, string>>;
  /** Origins that the response template lets through when there are several; undefined without a template. */
  readonly allowedOrigins: readonly string[] | undefined;
}

interface MethodProperties {
  readonly RestApiId: string;
  readonly ResourceId: string;
  readonly HttpMethod: string;
  readonly AuthorizationType: string;
  readonly ApiKeyRequired?: boolean;
  readonly RequestValidatorId?: string;
  readonly Integration: {
    readonly Type: string;
    readonly Uri?: string;
    readonly TimeoutInMillis?: number;
    readonly Credentials?: string;
    readonly IntegrationResponses?: readonly {
      readonly StatusCode: string;
      readonly ResponseParameters?: Readonly<Record<string, string>>;
      readonly ResponseTemplates?: Readonly<Record<string, string>>;
    }[];
  };
}

/** The account's throttling, where a stage sets none. */
const USUAL_RATE = 10_000;
const USUAL_BURST = 5_000;
/** API Gateway's own limit on an integration, in milliseconds. */
const INTEGRATION_TIMEOUT = 29_000;

/** Properties of an API that decide who gets in or what is there. */
const NOT_EMULATED = ['Body', 'BodyS3Location', 'CloneFrom', 'DisableExecuteApiEndpoint', 'Policy'];

/** Every REST API that the template deploys to a stage. @throws UnsupportedError naming what cannot be judged */
export function readRestApis(resources: StackResources): RestApiSettings[] {
  for (const api of resources.ofType('AWS::ApiGateway::RestApi')) {
    const property = NOT_EMULATED.find((name) => api.properties()[name] !== undefined);
    if (property !== undefined) throw new UnsupportedError(`the property ${property} of REST API ${api.logicalId}`);
  }
  const paths = readPaths(resources);
  return resources.ofType('AWS::ApiGateway::Stage').map((stage) => {
    const properties = stage.properties();
    const restApiId = String(properties.RestApiId);
    return {
      restApiId,
      stageName: stage.physicalId,
      methods: readMethods(resources, restApiId, paths),
      throttling: readThrottling(stage.logicalId, properties.MethodSettings),
      gatewayResponseHeaders: {
        DEFAULT_4XX: readGatewayHeaders(resources, restApiId, 'DEFAULT_4XX'),
        DEFAULT_5XX: readGatewayHeaders(resources, restApiId, 'DEFAULT_5XX'),
      },
    };
  });
}

/** The origins that the preflights of these APIs let in. */
export function preflightOrigins(apis: readonly RestApiSettings[]): string[] {
  const preflights = apis.flatMap(({ methods }) =>
    methods.flatMap(({ integration }) => (integration.type === 'MOCK' ? [integration] : [])),
  );
  return preflights.flatMap(({ headers, allowedOrigins }) => [
    headers['Access-Control-Allow-Origin'] ?? '',
    ...(allowedOrigins ?? []),
  ]);
}

/** Resource ID to path. */
function readPaths(resources: StackResources): Map<string, string> {
  const apiResources = resources.ofType('AWS::ApiGateway::Resource');
  for (const resource of apiResources) {
    const pathPart = String(resource.properties().PathPart);
    if (pathPart.includes('{')) throw new UnsupportedError(`the path parameter ${pathPart} of ${resource.logicalId}`);
  }
  const byId = new Map(apiResources.map((resource) => [resource.physicalId, resource.properties()]));
  const pathOf = (id: string): string => {
    const properties = byId.get(id);
    return properties === undefined ? '' : `${pathOf(String(properties.ParentId))}/${String(properties.PathPart)}`;
  };
  return new Map(apiResources.map(({ physicalId }) => [physicalId, pathOf(physicalId)]));
}

function readMethods(
  resources: StackResources,
  restApiId: string,
  paths: ReadonlyMap<string, string>,
): MethodSettings[] {
  return resources
    .ofType('AWS::ApiGateway::Method')
    .filter((resource) => resource.properties().RestApiId === restApiId)
    .map((resource) => readMethod(resource, paths));
}

function readMethod(resource: StackResource, paths: ReadonlyMap<string, string>): MethodSettings {
  // A template's own words: what is read of them is checked below.
  const properties = resource.properties() as unknown as MethodProperties;
  const { AuthorizationType: authorizationType } = properties;
  if (authorizationType !== 'AWS_IAM' && authorizationType !== 'NONE') {
    throw new UnsupportedError(`authorization type ${authorizationType} of method ${resource.logicalId}`);
  }
  if (properties.ApiKeyRequired === true) throw new UnsupportedError(`the API key of method ${resource.logicalId}`);
  if (properties.RequestValidatorId !== undefined) {
    throw new UnsupportedError(`the request validator of method ${resource.logicalId}`);
  }
  return {
    httpMethod: properties.HttpMethod,
    path: paths.get(properties.ResourceId) ?? '/',
    authorizationType,
    integration: readIntegration(resource.logicalId, properties.Integration),
  };
}

function readIntegration(
  logicalId: string,
  integration: MethodProperties['Integration'],
): MethodSettings['integration'] {
  if (integration.Credentials !== undefined) {
    throw new UnsupportedError(`the role that the integration of method ${logicalId} takes on`);
  }
  if (integration.Type === 'AWS_PROXY') {
    const functionArn = /\/functions\/(arn:[^/]+)\/invocations$/.exec(integration.Uri ?? '')?.[1];
    if (functionArn === undefined) throw new UnsupportedError(`integration ${integration.Uri} of method ${logicalId}`);
    return { type: 'AWS_PROXY', functionArn, timeoutMilliseconds: integration.TimeoutInMillis ?? INTEGRATION_TIMEOUT };
  }
  const response = integration.IntegrationResponses?.[0];
  if (integration.Type !== 'MOCK' || response === undefined) {
    throw new UnsupportedError(`integration type ${integration.Type} of method ${logicalId}`);
  }
  return {
    type: 'MOCK',
    statusCode: Number(response.StatusCode),
    headers: readHeaders(response.ResponseParameters ?? {}, /^method\.response\.header\./),
    allowedOrigins: readOriginTemplate(logicalId, response.ResponseTemplates),
  };
}

/** In words: if the request's origin is one of these, it stands in the answer. */
const ORIGIN_TEMPLATE =
  /^#set\(\$origin = [^\n]*\n#if\(\$origin == ""\)\n[^\n]*\n#end\n#if\(((?:\$origin == "[^"]*"(?: \|\| )?)+)\)\n\s*#set\(\$context\.responseOverride\.header\.Access-Control-Allow-Origin = \$origin\)\n#end$/;

/** The one response template known here is the one CDK writes for a preflight with several origins. */
function readOriginTemplate(logicalId: string, templates: Readonly<Record<string, string>> = {}): string[] | undefined {
  const template = Object.values(templates).find((text) => text.trim() !== '');
  if (template === undefined) return undefined;
  const condition = ORIGIN_TEMPLATE.exec(template)?.[1];
  if (condition === undefined) throw new UnsupportedError(`the response template of method ${logicalId}`);
  return [...condition.matchAll(/"([^"]*)"/g)].map(([, origin]) => origin as string);
}

function readGatewayHeaders(
  resources: StackResources,
  restApiId: string,
  responseType: string,
): Record<string, string> {
  const found = resources
    .ofType('AWS::ApiGateway::GatewayResponse')
    .map((resource) => resource.properties())
    .find((properties) => properties.RestApiId === restApiId && properties.ResponseType === responseType);
  const parameters = (found?.ResponseParameters ?? {}) as Record<string, string>;
  return readHeaders(parameters, /^gatewayresponse\.header\./);
}

function readHeaders(parameters: Readonly<Record<string, string>>, prefix: RegExp): Record<string, string> {
  const entries = Object.entries(parameters).filter(([name]) => prefix.test(name));
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(prefix, ''), value.replaceAll(/^'|'$/g, '')]));
}

function readThrottling(stage: string, methodSettings: unknown): RestApiSettings['throttling'] {
  const throttled = ((methodSettings ?? []) as Record<string, unknown>[]).filter(
    ({ ThrottlingRateLimit, ThrottlingBurstLimit }) => (ThrottlingRateLimit ?? ThrottlingBurstLimit) !== undefined,
  );
  const isForAll = ({ HttpMethod, ResourcePath }: Record<string, unknown>) =>
    HttpMethod === '*' && ResourcePath === '/*';
  if (!throttled.every(isForAll)) throw new UnsupportedError(`the throttling of a single method of stage ${stage}`);
  const [all] = throttled;
  const { ThrottlingRateLimit = USUAL_RATE, ThrottlingBurstLimit = USUAL_BURST } = all ?? {};
  return { rateLimit: Number(ThrottlingRateLimit), burstLimit: Number(ThrottlingBurstLimit) };
}
