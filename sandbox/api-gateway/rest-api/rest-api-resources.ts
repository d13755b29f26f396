import type { StackResource, StackResources } from '../../template/stack-resources.js';
import { ACCOUNT_LIMITS } from '../account-throttle.js';
import { bySpecificity, parsePathTemplate } from '../path-template.js';
import { readResourcePolicy } from '../resource-policy.js';
import type { WebAcls } from '../web-acl/read-web-acls.js';
import { readAccessLog } from './access-log.js';
import { readGatewayResponses } from './gateway-responses.js';
import { readMethod } from './method-resources.js';
import type { ApiRefusal, MethodSettings, RateLimits, RestApiSettings, Throttling } from './rest-api.js';

/** Properties by which the methods are somewhere else than in the template. */
const ELSEWHERE = ['Body', 'BodyS3Location', 'CloneFrom'];

/** Every REST API that the template deploys, once for each stage. @throws UnsupportedError for a policy that cannot be judged */
export function readRestApis(resources: StackResources, webAcls: WebAcls = new Map()): RestApiSettings[] {
  return resources.ofType('AWS::ApiGateway::RestApi').flatMap((api) => {
    const properties = api.properties();
    const restApiId = api.physicalId;
    const ofApi = {
      restApiId,
      logicalId: api.logicalId,
      methods: readMethods(resources, restApiId),
      gatewayResponses: readGatewayResponses(resources, restApiId),
      policy: readResourcePolicy(api, properties.Policy),
      binaryMediaTypes: (properties.BinaryMediaTypes ?? []) as string[],
      refusal: refusalOf(api.logicalId, properties),
    };
    return readStages(resources, restApiId).map((stage) => ({
      ...ofApi,
      ...stage,
      webAcl: webAcls.get(`${restApiId}/${stage.stageName}`),
    }));
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

function refusalOf(logicalId: string, properties: Readonly<Record<string, unknown>>): ApiRefusal | undefined {
  const elsewhere = ELSEWHERE.find((name) => properties[name] !== undefined);
  if (elsewhere !== undefined) return { unsupported: `the property ${elsewhere} of REST API ${logicalId}` };
  return String(properties.DisableExecuteApiEndpoint) === 'true' ? 'disabled' : undefined;
}

/** The most specific path first. */
function readMethods(resources: StackResources, restApiId: string): MethodSettings[] {
  const paths = readPaths(resources);
  const methods = resources
    .ofType('AWS::ApiGateway::Method')
    .filter(({ property }) => property('RestApiId') === restApiId)
    .map((resource) => {
      const path = parsePathTemplate(paths.get(String(resource.property('ResourceId'))) ?? '/');
      return readMethod(resource, path, resources);
    });
  return methods.sort((one, other) => bySpecificity(one.path, other.path));
}

/** Resource ID to path. */
function readPaths(resources: StackResources): Map<string, string> {
  const apiResources = resources.ofType('AWS::ApiGateway::Resource');
  const byId = new Map(apiResources.map((resource) => [resource.physicalId, resource.properties()]));
  const pathOf = (id: string): string => {
    const properties = byId.get(id);
    return properties === undefined ? '' : `${pathOf(String(properties.ParentId))}/${String(properties.PathPart)}`;
  };
  return new Map(apiResources.map(({ physicalId }) => [physicalId, pathOf(physicalId)]));
}

/** Those of their own, and those that a deployment makes. */
function readStages(resources: StackResources, restApiId: string) {
  const isOfApi = ({ property }: StackResource) => property('RestApiId') === restApiId;
  const own = resources
    .ofType('AWS::ApiGateway::Stage')
    .filter(isOfApi)
    .map((stage) => readStage(stage.physicalId, stage.properties()));
  const made = resources
    .ofType('AWS::ApiGateway::Deployment')
    .filter((deployment) => isOfApi(deployment) && deployment.property('StageName') !== undefined)
    .map(({ properties }) => {
      const description = (properties().StageDescription ?? {}) as Record<string, unknown>;
      return readStage(String(properties().StageName), description);
    })
    .filter(({ stageName }) => own.every((stage) => stage.stageName !== stageName));
  return [...own, ...made];
}

function readStage(stageName: string, properties: Readonly<Record<string, unknown>>) {
  const { MethodSettings, Variables, AccessLogSetting } = properties;
  const stageVariables = (Variables ?? null) as Record<string, string> | null;
  const accessLog = readAccessLog(AccessLogSetting);
  return { stageName, stageVariables, throttling: readThrottling(MethodSettings), accessLog };
}

function readThrottling(methodSettings: unknown): Throttling {
  let all: RateLimits | undefined;
  const single = new Map<string, RateLimits>();
  for (const settings of (methodSettings ?? []) as Record<string, unknown>[]) {
    const { HttpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit } = settings;
    if ((ThrottlingRateLimit ?? ThrottlingBurstLimit) === undefined) continue;
    const limits = {
      rateLimit: Number(ThrottlingRateLimit ?? ACCOUNT_LIMITS.rateLimit),
      burstLimit: Number(ThrottlingBurstLimit ?? ACCOUNT_LIMITS.burstLimit),
    };
    if (HttpMethod === '*' && ResourcePath === '/*') all = limits;
    // A slash within the path is written as in a JSON pointer.
    else
      single.set(
        `${HttpMethod} /${String(ResourcePath).replace(/^\//, '').replaceAll('~1', '/').replace(/^\//, '')}`,
        limits,
      );
  }
  return { all, single };
}
