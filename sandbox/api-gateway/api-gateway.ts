import { UnsupportedError } from '../base/errors.js';
import { answerRestJsonError } from '../http/aws-errors.js';
import type { FunctionOfStack } from '../service/function-of-stack.js';
import type { Peers } from '../service/peers.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import { apiGatewayResourceTypes } from './api-gateway-resource-types.js';
import { controlApi } from './control-operations.js';
import { pageOriginRouter } from './page-origin.js';
import { createRequestLog } from './requests/request-log.js';
import type { MethodSettings } from './rest-api/rest-api.js';
import { holdRestApiLimits } from './rest-api/rest-api-limits.js';
import { preflightOrigins, readRestApis } from './rest-api/rest-api-resources.js';
import { answerUnknownApi, apiPath, restApisRouter } from './rest-api/rest-apis-router.js';

/** The REST APIs of the stack. */
export const apiGateway: Service = {
  resourceTypes: apiGatewayResourceTypes,
  emptyState: {},
  create: createApiGateway,
};

function createApiGateway({ resources, options, clock, decisions, faults, log, url }: Ground): RunningService {
  const { region, accountId } = resources.environment;
  holdRestApiLimits(resources);
  const apis = readRestApis(resources);
  const { pageOrigin } = options;
  const requests = createRequestLog(clock.now);
  let warm = async () => {};
  return {
    apis: [controlApi(resources, new Date(clock.now()))],
    addresses: [...new Set(apis.map(({ restApiId }) => restApiId))].map((restApiId) => [
      `https://${restApiId}.execute-api.${region}.amazonaws.com`,
      url + apiPath(restApiId),
    ]),
    origins: preflightOrigins(apis),
    views: { apiRequests: requests.entries },
    connect({ doors, peers: { functionOf, userPoolKeys } }) {
      const functions = apis.flatMap(({ methods }) => methods.flatMap(functionArnsOf));
      const runnable = [...new Set(functions)].flatMap((functionArn) => runnableFunction(functionArn, functionOf));
      warm = async () => void (await Promise.all(runnable.map((called) => called.warm())));
      const parts = { functionOf, userPoolKeys, doors, decisions, clock, accountId, onLogLine: log, faults, requests };
      const answerError = answerRestJsonError;
      return [
        ...(pageOrigin === undefined
          ? []
          : [{ path: '/execute-api', router: pageOriginRouter(pageOrigin), answerError }]),
        { path: '/', router: restApisRouter({ ...parts, apis }).use('/execute-api', answerUnknownApi), answerError },
      ];
    },
    warm: () => warm(),
  };
}

function functionArnsOf({ integration }: MethodSettings): string[] {
  return integration.type === 'AWS_PROXY' ? [integration.functionArn] : [];
}

/** One that cannot be run is refused when it is called: the others work. */
function runnableFunction(functionArn: string, functionOf: Peers['functionOf']): FunctionOfStack[] {
  try {
    return [functionOf(functionArn)];
  } catch (error) {
    if (error instanceof UnsupportedError) return [];
    throw error;
  }
}
