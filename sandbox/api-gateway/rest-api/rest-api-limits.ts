import { beyond, holdLimits, oneOf, text, wholeNumber } from '../../template/limits.js';
import type { StackResource, StackResources } from '../../template/stack-resources.js';

const API = 'https://docs.aws.amazon.com/apigateway/latest/api/';
const LAMBDA_PROXY =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html';

/** `AWS::ApiGateway::Stage`. */
const stageLimits = { StageName: text(/[a-zA-Z0-9_-]+/, 128, `${API}API_CreateStage.html`) };

/** `AWS::ApiGateway::Method`. */
const methodLimits = {
  HttpMethod: oneOf(
    ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'ANY'],
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html',
  ),
};

/** `Integration` of a method whose backend is a function; a time-out can be raised on request, and is taken as it comes. */
const lambdaLimits = {
  IntegrationHttpMethod: oneOf(['POST'], LAMBDA_PROXY),
  TimeoutInMillis: wholeNumber(50, 29_000, 'milliseconds', `${API}API_PutIntegration.html`),
};

/** @throws DeploymentError for what API Gateway would not take, or could not call */
export function holdRestApiLimits(resources: StackResources): void {
  for (const { logicalId, property } of resources.ofType('AWS::ApiGateway::Stage')) {
    holdLimits(`${logicalId} (AWS::ApiGateway::Stage)`, stageLimits, property);
  }
  for (const method of resources.ofType('AWS::ApiGateway::Method')) holdMethod(method);
}

function holdMethod({ logicalId, property, environment }: StackResource): void {
  const where = `${logicalId} (AWS::ApiGateway::Method)`;
  holdLimits(where, methodLimits, property);
  const integration = (property('Integration') ?? {}) as Record<string, unknown>;
  if (integration.Type !== 'AWS_PROXY') return;
  // Without one it would be called with the method of the request.
  holdLimits(where, lambdaLimits, (name) => integration[name] ?? (name === 'TimeoutInMillis' ? undefined : 'none'));
  const uri = String(integration.Uri);
  const regions = [/^arn:aws[\w-]*:apigateway:([^:]*):/, /\/functions\/arn:aws[\w-]*:lambda:([^:]*):/].map(
    (at) => at.exec(uri)?.[1],
  );
  const other = regions.find((region) => region !== undefined && region !== environment.region);
  if (other === undefined) return;
  const allowed = `the Region of the API, ${environment.region}`;
  throw beyond("The integration's Region", other, where, { allowed, page: LAMBDA_PROXY });
}
