import { z } from 'zod';
import { AwsError } from '../base/errors.js';
import type { RestJsonApi } from '../service/api.js';
import { type OperationSettings, operationsOf, type ResourceOf } from '../service/operation.js';
import { type RestBinding, type RestOperation, restOperation } from '../service/rest-operation.js';
import { partitionOf } from '../template/partition.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';
import { rootResourceId } from './api-gateway-resource-types.js';

const operationOf = operationsOf();
const id = z.string().min(1).max(128);

/**
 * What API Gateway says of the REST APIs; it changes none.
 *
 * @param deployedAt when the sandbox was started
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
 */
export function controlApi(resources: StackResources, deployedAt: Date): RestJsonApi {
  const { region, accountId } = resources.environment;
  /** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html */
  const arn = (path: string) => `arn:${partitionOf(region).name}:apigateway:${region}::${path}`;
  const operation = <F extends z.ZodRawShape>(
    rest: Omit<RestBinding, 'method'>,
    settings: Omit<OperationSettings<{ readonly iam: ResourceOf }, F, never>, 'action'>,
  ): RestOperation => {
    // IAM knows methods alone.
    const named = { ...settings, name: `apigateway:${settings.name}`, action: 'apigateway:GET' };
    return restOperation({ method: 'GET', ...rest }, operationOf(named));
  };

  const apis = () => resources.ofType('AWS::ApiGateway::RestApi');
  const apiWith = (restApiId: string) => {
    const found = apis().find(({ physicalId }) => physicalId === restApiId);
    if (found !== undefined) return found;
    throw new AwsError('NotFoundException', `Invalid API identifier specified ${accountId}:${restApiId}`, 404);
  };
  const stagesOf = (restApiId: string) => {
    const { physicalId } = apiWith(restApiId);
    return resources.ofType('AWS::ApiGateway::Stage').filter(({ property }) => property('RestApiId') === physicalId);
  };

  const operations = [
    operation(
      { path: '/restapis', query: ['limit'] },
      {
        name: 'GetRestApis',
        access: { iam: () => arn('/restapis') },
        // They are one page, of which `limit` takes the first.
        fields: {
          limit: z
            .string()
            .regex(/^[1-9]\d{0,2}$/)
            .transform(Number)
            .default(500),
        },
        run: ({ limit }) => ({
          item: apis()
            .slice(0, limit)
            .map((api) => restApi(api, deployedAt)),
        }),
      },
    ),
    operation(
      { path: '/restapis/:restApiId' },
      {
        name: 'GetRestApi',
        access: { iam: (member) => arn(`/restapis/${member('restApiId')}`) },
        fields: { restApiId: id },
        run: ({ restApiId }) => restApi(apiWith(restApiId), deployedAt),
      },
    ),
    operation(
      { path: '/restapis/:restApiId/stages' },
      {
        name: 'GetStages',
        access: { iam: (member) => arn(`/restapis/${member('restApiId')}/stages`) },
        fields: { restApiId: id },
        run: ({ restApiId }) => ({ item: stagesOf(restApiId).map((found) => stage(found, deployedAt)) }),
      },
    ),
    operation(
      { path: '/restapis/:restApiId/stages/:stageName' },
      {
        name: 'GetStage',
        access: { iam: (member) => arn(`/restapis/${member('restApiId')}/stages/${member('stageName')}`) },
        fields: { restApiId: id, stageName: id },
        run({ restApiId, stageName }) {
          const found = stagesOf(restApiId).find(({ physicalId }) => physicalId === stageName);
          if (found !== undefined) return stage(found, deployedAt);
          throw new AwsError('NotFoundException', 'Invalid stage identifier specified', 404);
        },
      },
    ),
  ];
  const refuseFields: RestJsonApi['refuseFields'] = (_operation, [issue]) =>
    new AwsError('BadRequestException', `${issue?.path.join('.')}: ${issue?.message}`);
  return { protocol: 'rest-json', signingName: 'apigateway', operations, refuseFields };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html */
function restApi(api: StackResource, deployedAt: Date): object {
  const { Name, Description, ApiKeySourceType, BinaryMediaTypes, EndpointConfiguration } = api.properties();
  const { Types } = (EndpointConfiguration ?? {}) as { readonly Types?: readonly string[] };
  return {
    id: api.physicalId,
    name: Name ?? api.logicalId,
    description: Description,
    createdDate: Math.floor(deployedAt.getTime() / 1000),
    apiKeySource: ApiKeySourceType ?? 'HEADER',
    binaryMediaTypes: BinaryMediaTypes,
    endpointConfiguration: { types: Types ?? ['EDGE'] },
    disableExecuteApiEndpoint: false,
    rootResourceId: rootResourceId(api),
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html */
function stage({ physicalId, properties }: StackResource, deployedAt: Date): object {
  const { DeploymentId, Description, MethodSettings, AccessLogSetting, Variables, TracingEnabled } = properties();
  const created = Math.floor(deployedAt.getTime() / 1000);
  const log = AccessLogSetting as { readonly DestinationArn?: string; readonly Format?: string } | undefined;
  return {
    stageName: physicalId,
    deploymentId: DeploymentId,
    description: Description,
    methodSettings: methodSettings((MethodSettings ?? []) as Record<string, unknown>[]),
    variables: Variables,
    accessLogSettings: log && { destinationArn: log.DestinationArn, format: log.Format },
    tracingEnabled: TracingEnabled ?? false,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    createdDate: created,
    lastUpdatedDate: created,
  };
}

/** By path, its slashes written as in a JSON pointer, and method: every other member begins with a small letter. */
function methodSettings(settings: readonly Record<string, unknown>[]): object {
  const entries = settings.map(({ ResourcePath, HttpMethod, ...members }) => {
    const path = ResourcePath === '/*' ? '*' : String(ResourcePath).replaceAll('/', '~1');
    const small = Object.entries(members).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]);
    return [`${path}/${HttpMethod}`, Object.fromEntries(small)] as const;
  });
  return Object.fromEntries(entries);
}
