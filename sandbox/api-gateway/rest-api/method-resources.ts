import type { StackResource, StackResources } from '../../template/stack-resources.js';
import type { PathTemplate } from '../path-template.js';
import { readHeaders } from './read-headers.js';
import type { Authorization, Integration, MethodSettings, RequiredParameter } from './rest-api.js';

interface MethodProperties {
  readonly HttpMethod: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
  readonly AuthorizationScopes?: readonly string[];
  readonly ApiKeyRequired?: boolean | string;
  readonly RequestValidatorId?: string;
  readonly RequestParameters?: Readonly<Record<string, boolean | string>>;
  readonly RequestModels?: Readonly<Record<string, string>>;
  readonly Integration?: IntegrationProperties;
}

interface IntegrationProperties {
  readonly Type?: string;
  readonly Uri?: string;
  readonly TimeoutInMillis?: number;
  readonly Credentials?: string;
  readonly IntegrationResponses?: readonly {
    readonly StatusCode: string;
    readonly ResponseParameters?: Readonly<Record<string, string>>;
    readonly ResponseTemplates?: Readonly<Record<string, string>>;
  }[];
}

/** API Gateway's own limit on an integration, in milliseconds. */
const INTEGRATION_TIMEOUT = 29_000;

/** What cannot be judged of it refuses its requests, by name; the others of the API work. */
export function readMethod(resource: StackResource, path: PathTemplate, resources: StackResources): MethodSettings {
  // A template's own words: what is read of them is checked below.
  const properties = resource.properties() as unknown as MethodProperties;
  const { logicalId } = resource;
  return {
    logicalId,
    httpMethod: properties.HttpMethod,
    path,
    authorization: readAuthorization(logicalId, properties, resources),
    apiKeyRequired: String(properties.ApiKeyRequired) === 'true',
    ...readValidator(logicalId, properties, resources),
  };
}

function readAuthorization(logicalId: string, properties: MethodProperties, resources: StackResources): Authorization {
  const { AuthorizationType: type = 'NONE', AuthorizerId, AuthorizationScopes = [] } = properties;
  if (type === 'AWS_IAM' || type === 'NONE') return { type };
  const unsupported = (what: string) => ({ type: 'unsupported', what: `${what} of method ${logicalId}` }) as const;
  const authorizer = resources
    .ofType('AWS::ApiGateway::Authorizer')
    .find(({ physicalId }) => physicalId === AuthorizerId)
    ?.properties();
  if (type !== 'COGNITO_USER_POOLS' || authorizer?.Type !== 'COGNITO_USER_POOLS') {
    return unsupported(`authorization type ${type}`);
  }
  const { ProviderARNs = [], IdentitySource = 'method.request.header.Authorization' } = authorizer;
  const header = /^method\.request\.header\.([\w-]+)$/.exec(String(IdentitySource))?.[1];
  if (header === undefined || authorizer.IdentityValidationExpression !== undefined) {
    return unsupported(`the identity source ${String(IdentitySource)} of the authorizer`);
  }
  const userPoolIds = (ProviderARNs as string[]).map((arn) => arn.split(':userpool/')[1] ?? '');
  return { type, userPoolIds, header: header.toLowerCase(), scopes: AuthorizationScopes };
}

/** A validator that could refuse: parameters are looked for, and of a body there is nothing here to judge it with. */
function readValidator(
  logicalId: string,
  { RequestValidatorId, RequestParameters = {}, RequestModels = {}, Integration = {} }: MethodProperties,
  resources: StackResources,
): Pick<MethodSettings, 'requiredParameters' | 'integration'> {
  const integration = readIntegration(logicalId, Integration);
  if (RequestValidatorId === undefined) return { requiredParameters: [], integration };
  const validator = resources
    .ofType('AWS::ApiGateway::RequestValidator')
    .find(({ physicalId }) => physicalId === RequestValidatorId)
    ?.properties();
  const { ValidateRequestBody = true, ValidateRequestParameters = true } = validator ?? {};
  const judgesBody = String(ValidateRequestBody) === 'true' && Object.keys(RequestModels).length > 0;
  return {
    requiredParameters: String(ValidateRequestParameters) === 'true' ? readRequired(RequestParameters) : [],
    integration: judgesBody
      ? {
          type: 'unsupported',
          what: `the request validator of method ${logicalId}, which holds a body against a model`,
        }
      : integration,
  };
}

function readRequired(parameters: Readonly<Record<string, boolean | string>>): RequiredParameter[] {
  return Object.entries(parameters).flatMap(([key, required]) => {
    const [, location, name] = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(key) ?? [];
    if (String(required) !== 'true' || name === undefined) return [];
    return [{ location: location as RequiredParameter['location'], name }];
  });
}

function readIntegration(logicalId: string, integration: IntegrationProperties): Integration {
  const unsupported = (what: string) => ({ type: 'unsupported', what: `${what} of method ${logicalId}` }) as const;
  if (integration.Credentials !== undefined) return unsupported('the role that the integration takes on');
  if (integration.Type === 'AWS_PROXY') {
    const functionArn = /\/functions\/(arn:[^/]+)\/invocations$/.exec(integration.Uri ?? '')?.[1];
    if (functionArn === undefined || functionArn.includes('${')) return unsupported(`integration ${integration.Uri}`);
    return {
      type: 'AWS_PROXY',
      functionArn,
      timeoutMilliseconds: Number(integration.TimeoutInMillis ?? INTEGRATION_TIMEOUT),
    };
  }
  const response = integration.IntegrationResponses?.[0];
  if (integration.Type !== 'MOCK' || response === undefined) return unsupported(`integration type ${integration.Type}`);
  const allowedOrigins = readOriginTemplate(response.ResponseTemplates);
  if (allowedOrigins === 'unknown') return unsupported('the response template');
  return {
    type: 'MOCK',
    statusCode: Number(response.StatusCode),
    headers: readHeaders(response.ResponseParameters ?? {}, /^method\.response\.header\./),
    allowedOrigins,
  };
}

/** In words: if the request's origin is one of these, it stands in the answer. */
const ORIGIN_TEMPLATE =
  /^#set\(\$origin = [^\n]*\n#if\(\$origin == ""\)\n[^\n]*\n#end\n#if\(((?:\$origin == "[^"]*"(?: \|\| )?)+)\)\n\s*#set\(\$context\.responseOverride\.header\.Access-Control-Allow-Origin = \$origin\)\n#end$/;

/** The one response template known here is the one CDK writes for a preflight with several origins. */
function readOriginTemplate(templates: Readonly<Record<string, string>> = {}): string[] | undefined | 'unknown' {
  const template = Object.values(templates).find((text) => text.trim() !== '');
  if (template === undefined) return undefined;
  const condition = ORIGIN_TEMPLATE.exec(template)?.[1];
  if (condition === undefined) return 'unknown';
  return [...condition.matchAll(/"([^"]*)"/g)].map(([, origin]) => origin as string);
}
