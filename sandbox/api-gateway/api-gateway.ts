import { UnsupportedError } from '../base/errors.js';
import { answerRestJsonError } from '../http/aws-errors.js';
import type { FunctionOfStack } from '../service/function-of-stack.js';
import type { Peers } from '../service/peers.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import { leftOut, type StackResources } from '../template/stack-resources.js';
import { accountThrottle } from './account-throttle.js';
import { apiGatewayResourceTypes } from './api-gateway-resource-types.js';
import { apiPath } from './api-path.js';
import { controlApi } from './control-operations.js';
import { readFunctionUrls } from './function-url/function-url.js';
import { functionUrlPath, functionUrlsRouter } from './function-url/function-urls-router.js';
import type { RouteSettings } from './http-api/http-api.js';
import { isWebSocketApi, readHttpApis } from './http-api/http-api-resources.js';
import { corsOrigins, httpApisRouter } from './http-api/http-apis-router.js';
import { pageOriginRouter } from './page-origin.js';
import { createRequestLog } from './requests/request-log.js';
import type { MethodSettings } from './rest-api/rest-api.js';
import { holdRestApiLimits } from './rest-api/rest-api-limits.js';
import { preflightOrigins, readRestApis } from './rest-api/rest-api-resources.js';
import { answerUnknownApi, restApisRouter } from './rest-api/rest-apis-router.js';
import { readWebAcls, webAclAssociations } from './web-acl/read-web-acls.js';

/** What of the stack's functions can be called over HTTP: by REST and HTTP APIs, and by their own URLs. */
export const apiGateway: Service = {
  resourceTypes: apiGatewayResourceTypes,
  emptyState: {},
  create: createApiGateway,
};

function createApiGateway(ground: Ground): RunningService {
  const { resources, options, clock, decisions, faults, log, url, changes, logGroups } = ground;
  const { region, accountId } = resources.environment;
  const associations = webAclAssociations(resources, options.without ?? []);
  holdRestApiLimits(resources);
  const apis = readRestApis(resources, readWebAcls(resources, associations.judged, clock.now));
  const httpApis = readHttpApis(resources);
  const functionUrls = readFunctionUrls(resources);
  tellOfWebSocketApis(resources, log);
  const apiIds = [...apis.map(({ restApiId }) => restApiId), ...httpApis.map(({ apiId }) => apiId)];
  const { pageOrigin } = options;
  const requests = createRequestLog(clock.now, () => changes.tell('apiRequests'));
  let warm = async () => {};
  return {
    apis: [controlApi(resources, new Date(clock.now()))],
    addresses: [
      ...[...new Set(apiIds)].map(
        (apiId) => [`https://${apiId}.execute-api.${region}.amazonaws.com`, url + apiPath(apiId)] as const,
      ),
      ...functionUrls.map(
        ({ urlId }) => [`https://${urlId}.lambda-url.${region}.on.aws`, url + functionUrlPath(urlId)] as const,
      ),
    ],
    origins: [...preflightOrigins(apis), ...corsOrigins([...httpApis, ...functionUrls])],
    views: { apiRequests: requests.entries },
    leftOut: associations.leftOut.map((one) => leftOut(resources, one, 'as was asked for, with all that it refuses')),
    connect({ doors, peers: { functionOf, userPoolKeys } }) {
      const functions = [
        ...apis.flatMap(({ methods }) => methods.flatMap(functionArnsOf)),
        ...httpApis.flatMap(({ routes }) => routes.flatMap(functionArnsOf)),
        ...functionUrls.map(({ functionArn }) => functionArn),
      ];
      const runnable = [...new Set(functions)].flatMap((functionArn) => runnableFunction(functionArn, functionOf));
      warm = async () => void (await Promise.all(runnable.map((called) => called.warm())));
      const throttle = accountThrottle(clock.now);
      const parts = {
        functionOf,
        userPoolKeys,
        doors,
        clock,
        accountThrottle: throttle,
        accountId,
        onLogLine: log,
        faults,
        requests,
      };
      const userPoolIds = resources.ofType('AWS::Cognito::UserPool').map(({ physicalId }) => physicalId);
      const router = restApisRouter({ ...parts, decisions, apis, logGroups })
        .use(httpApisRouter(httpApis, { ...parts, userPoolIds, pageOrigin }))
        .use(functionUrlsRouter(functionUrls, { ...parts, decisions }))
        .use('/execute-api', answerUnknownApi);
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

/** They are left out, and whoever calls one has to know why nobody answers. */
function tellOfWebSocketApis(resources: StackResources, log: (line: string) => void): void {
  for (const api of resources.ofType('AWS::ApiGatewayV2::Api').filter(isWebSocketApi)) {
    log(`${api.logicalId} is a WebSocket API, which the sandbox does not emulate: it is left out.`);
  }
}

function functionArnsOf({ integration }: Pick<MethodSettings | RouteSettings, 'integration'>): string[] {
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
