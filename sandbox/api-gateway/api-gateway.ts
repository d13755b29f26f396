import { answerRestJsonError } from '../http/aws-errors.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import { apiGatewayResourceTypes } from './api-gateway-resource-types.js';
import { controlApi } from './control-operations.js';
import { pageOriginRouter } from './page-origin.js';
import { createRequestLog } from './requests/request-log.js';
import { holdRestApiLimits } from './rest-api-limits.js';
import { type MethodSettings, preflightOrigins, readRestApis } from './rest-api-resources.js';
import { apiPath, restApisRouter } from './rest-apis-router.js';

/** The REST APIs of the stack. */
export const apiGateway: Service = {
  resourceTypes: apiGatewayResourceTypes,
  emptyState: {},
  create: createApiGateway,
};

function createApiGateway({ resources, options, clock, faults, log, url }: Ground): RunningService {
  const { region, accountId } = resources.environment;
  holdRestApiLimits(resources);
  const apis = readRestApis(resources);
  const { pageOrigin } = options;
  const requests = createRequestLog(clock.now);
  let warm = async () => {};
  return {
    apis: [controlApi(resources, new Date(clock.now()))],
    addresses: apis.map(({ restApiId, stageName }) => [
      `https://${restApiId}.execute-api.${region}.amazonaws.com/${stageName}`,
      url + apiPath(restApiId, stageName),
    ]),
    origins: preflightOrigins(apis),
    views: { apiRequests: requests.entries },
    connect({ doors, peers: { functionOf } }) {
      const functions = apis.flatMap(({ methods }) => methods.flatMap(functionArnsOf)).map(functionOf);
      warm = async () => void (await Promise.all([...new Set(functions)].map((called) => called.warm())));
      const router = restApisRouter({ apis, functionOf, doors, clock, accountId, onLogLine: log, faults, requests });
      const answerError = answerRestJsonError;
      return [
        ...(pageOrigin === undefined
          ? []
          : [{ path: '/execute-api', router: pageOriginRouter(pageOrigin), answerError }]),
        { path: '/', router, answerError },
      ];
    },
    warm: () => warm(),
  };
}

function functionArnsOf({ integration }: MethodSettings): string[] {
  return integration.type === 'AWS_PROXY' ? [integration.functionArn] : [];
}
