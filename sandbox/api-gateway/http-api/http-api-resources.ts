import type { StackResource, StackResources } from '../../template/stack-resources.js';
import { ACCOUNT_LIMITS } from '../account-throttle.js';
import { DEFAULT_STAGE, type HttpApiSettings, type HttpStage, type RouteLimits } from './http-api.js';
import { readCors } from './read-cors.js';
import { quickCreatedRoute, readRoutes } from './route-resources.js';

/** Properties by which routes are somewhere else than in the template. */
const ELSEWHERE = ['Body', 'BodyS3Location'];

/** Every HTTP API of the template. What cannot be judged of one refuses its requests, by name. */
export function readHttpApis(resources: StackResources): HttpApiSettings[] {
  return resources
    .ofType('AWS::ApiGatewayV2::Api')
    .filter((api) => !isWebSocketApi(api))
    .map((api) => {
      const properties = api.properties();
      const quick = quickCreatedRoute(api, resources);
      const stages = readStages(resources, api.physicalId);
      return {
        apiId: api.physicalId,
        logicalId: api.logicalId,
        stages: quick === undefined || stages.some(isDefault) ? stages : [...stages, QUICK_STAGE],
        routes: [...readRoutes(resources, api.physicalId), ...(quick === undefined ? [] : [quick])],
        cors: readCors(properties.CorsConfiguration),
        refusal: refusalOf(api.logicalId, properties),
      };
    });
}

/** WebSocket APIs are no HTTP APIs, though of the same type. */
export function isWebSocketApi({ property }: StackResource): boolean {
  return property('ProtocolType') === 'WEBSOCKET';
}

const isDefault = ({ stageName }: HttpStage) => stageName === DEFAULT_STAGE;

/** What quick create makes besides. */
const QUICK_STAGE: HttpStage = {
  stageName: DEFAULT_STAGE,
  stageVariables: undefined,
  isDeployed: true,
  throttling: { all: ACCOUNT_LIMITS, single: new Map() },
};

function refusalOf(logicalId: string, properties: Readonly<Record<string, unknown>>): HttpApiSettings['refusal'] {
  const elsewhere = ELSEWHERE.find((name) => properties[name] !== undefined);
  if (elsewhere !== undefined) return { unsupported: `the property ${elsewhere} of HTTP API ${logicalId}` };
  return String(properties.DisableExecuteApiEndpoint) === 'true' ? 'disabled' : undefined;
}

function readStages(resources: StackResources, apiId: string): HttpStage[] {
  return resources
    .ofType('AWS::ApiGatewayV2::Stage')
    .filter(({ property }) => property('ApiId') === apiId)
    .map(({ physicalId, properties }) => {
      const { AutoDeploy, DeploymentId, StageVariables, DefaultRouteSettings, RouteSettings } = properties();
      const single = Object.entries((RouteSettings ?? {}) as Record<string, unknown>);
      return {
        stageName: physicalId,
        stageVariables: StageVariables as Record<string, string> | undefined,
        isDeployed: String(AutoDeploy) === 'true' || DeploymentId !== undefined,
        throttling: {
          all: limitsOf(DefaultRouteSettings) ?? ACCOUNT_LIMITS,
          single: new Map(
            single.flatMap(([routeKey, settings]) => {
              const limits = limitsOf(settings);
              return limits === undefined ? [] : [[routeKey, limits] as const];
            }),
          ),
        },
      };
    });
}

function limitsOf(settings: unknown): RouteLimits | undefined {
  const { ThrottlingRateLimit, ThrottlingBurstLimit } = (settings ?? {}) as Record<string, unknown>;
  if ((ThrottlingRateLimit ?? ThrottlingBurstLimit) === undefined) return undefined;
  return {
    rateLimit: Number(ThrottlingRateLimit ?? ACCOUNT_LIMITS.rateLimit),
    burstLimit: Number(ThrottlingBurstLimit ?? ACCOUNT_LIMITS.burstLimit),
  };
}
