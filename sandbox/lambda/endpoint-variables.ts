/** Services of the sandbox, by the name that requests to them are signed for. A test holds this to what it serves. */
export const EMULATED: readonly string[] = [
  'apigateway',
  'cloudformation',
  'cognito-identity',
  'cognito-idp',
  'dynamodb',
  'iam',
  'iot',
  'iotdata',
  'lambda',
  'logs',
  'sts',
];

/**
 * What the SDKs call a service in their environment variables, where that is not the name in capitals: by the name that
 * its requests are signed for, or that the AWS CLI has for it.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html
 */
const IDENTIFIERS: Readonly<Record<string, readonly string[]>> = {
  apigateway: ['API_GATEWAY', 'APIGATEWAYV2'],
  aps: ['AMP'],
  bedrock: ['BEDROCK', 'BEDROCK_AGENT', 'BEDROCK_AGENT_RUNTIME', 'BEDROCK_RUNTIME'],
  ce: ['COST_EXPLORER'],
  'cognito-idp': ['COGNITO_IDENTITY_PROVIDER'],
  config: ['CONFIG_SERVICE'],
  ddb: ['DYNAMODB'],
  elasticloadbalancing: ['ELASTIC_LOAD_BALANCING', 'ELASTIC_LOAD_BALANCING_V2'],
  es: ['ELASTICSEARCH_SERVICE', 'OPENSEARCH'],
  events: ['EVENTBRIDGE'],
  'execute-api': ['APIGATEWAYMANAGEMENTAPI'],
  'iot-data': ['IOT_DATA_PLANE'],
  'iot-jobs-data': ['IOT_JOBS_DATA_PLANE'],
  iotdata: ['IOT_DATA_PLANE'],
  logs: ['CLOUDWATCH_LOGS'],
  mobiletargeting: ['PINPOINT'],
  monitoring: ['CLOUDWATCH'],
  secretsmanager: ['SECRETS_MANAGER'],
  servicediscovery: ['SERVICEDISCOVERY'],
  ses: ['SES', 'SESV2'],
  states: ['SFN'],
  stepfunctions: ['SFN'],
  tagging: ['RESOURCE_GROUPS_TAGGING_API'],
  timestream: ['TIMESTREAM_QUERY', 'TIMESTREAM_WRITE'],
};

/** Of all services that the sandbox does not emulate. */
const OTHERS = '*';
const FORM = /^[A-Za-z][A-Za-z0-9]*([-_ ][A-Za-z0-9]+)*$/;

/**
 * The SDKs' own way to be sent elsewhere: to the sandbox, unless somebody says otherwise.
 *
 * @param endpoints service, or `*`, to address
 * @throws Error for what is no service or no address
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointVariables(
  endpoints: Readonly<Record<string, string>>,
  sandboxUrl: string,
): Record<string, string> {
  const { [OTHERS]: others, ...named } = endpoints;
  const variables = (services: readonly string[], url: string) =>
    services.flatMap((service) => identifiersOf(service).map((name) => [`AWS_ENDPOINT_URL_${name}`, url] as const));
  for (const [service, url] of Object.entries(endpoints)) requireAddress(service, url);
  return {
    AWS_ENDPOINT_URL: others ?? sandboxUrl,
    ...(others === undefined ? {} : Object.fromEntries(variables(EMULATED, sandboxUrl))),
    ...Object.fromEntries(Object.entries(named).flatMap(([service, url]) => variables([service], url))),
  };
}

/** For the log: where calls go that do not come to the sandbox. */
export function endpointNotices(endpoints: Readonly<Record<string, string>>): string[] {
  return Object.entries(endpoints).map(([service, url]) => {
    if (service === OTHERS) return `Functions find services that the sandbox does not emulate at ${url}.`;
    const names = identifiersOf(service);
    const isEmulated = EMULATED.some((own) => identifiersOf(own).some((name) => names.includes(name)));
    const instead = isEmulated ? ', where no role is judged, instead of in the sandbox' : '';
    return `Functions find ${service} at ${url}${instead} (${names.map((name) => `AWS_ENDPOINT_URL_${name}`).join(', ')}).`;
  });
}

function identifiersOf(service: string): readonly string[] {
  const name = service.toLowerCase();
  return Object.hasOwn(IDENTIFIERS, name)
    ? (IDENTIFIERS[name] as readonly string[])
    : [service.toUpperCase().replaceAll(/[- ]/g, '_')];
}

function requireAddress(service: string, url: string): void {
  if (service !== OTHERS && !FORM.test(service)) {
    throw new Error(
      `The endpoint ${service}=${url} names no service. Give one, as in dynamodb=http://127.0.0.1:8000, or *.`,
    );
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && ['http:', 'https:'].includes(parsed.protocol) && parsed.search + parsed.hash === '')
    return;
  throw new Error(`The endpoint ${service}=${url} is no address. Give one that begins with http:// or https://.`);
}
