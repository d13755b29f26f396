import { type ConnectionTemplate, identityVariable } from '../../contract/connection.js';
import { functionVariables } from '../../contract/function-environment.js';
import type { Topics } from '../../contract/topics.js';
import { type GroupConnections, readGroupConnections } from './group-connections.js';

export interface Configuration {
  readonly policyName: string;
  readonly identityPoolId: string;
  /** Host of the account's IoT data endpoint (`…-ats.iot.<region>.amazonaws.com`). */
  readonly endpoint: string;
  /** URL for the IoT data plane; undefined leaves it to the SDK, which then reads `AWS_ENDPOINT_URL…` itself. */
  readonly dataPlaneUrl: string | undefined;
  readonly region: string;
  /** At least one, exact. */
  readonly allowedOrigins: readonly [string, ...string[]];
  /** Of users in no group. */
  readonly connectionTemplate: ConnectionTemplate;
  readonly guestsAllowed: boolean;
  /** Compared with what is attached, and never attached or detached itself; undefined: there is none. */
  readonly revokedPolicyName: string | undefined;
  /** What the stage's variable `proof` holds; undefined: it has none. */
  readonly apiProof: string | undefined;
  /** Undefined: there are no groups. */
  readonly groupConnections: GroupConnections | undefined;
  /** Undefined: no metrics are sent. */
  readonly metrics: { readonly namespace: string; readonly functionName: string } | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const REQUIRED = [...functionVariables, 'AWS_REGION'] as const;

/** Reads and checks the function's environment. Throws an Error that says what is missing, or was given and is allowed. */
export function readConfiguration(environment: Environment): Configuration {
  const missing = REQUIRED.filter((name) => !environment[name]?.trim());
  if (missing.length > 0)
    throw new Error(`Missing environment variables: ${missing.join(', ')}. Deploy the stack again.`);
  const value = (name: (typeof REQUIRED)[number]) => environment[name]?.trim() ?? '';

  const endpoint = readEndpoint(value('IOT_ENDPOINT'));
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
  const redirected = environment.AWS_ENDPOINT_URL_IOT_DATA_PLANE || environment.AWS_ENDPOINT_URL;
  return {
    policyName: value('IOT_POLICY_NAME'),
    identityPoolId: value('IDENTITY_POOL_ID'),
    endpoint,
    dataPlaneUrl: redirected ? undefined : `https://${endpoint}`,
    region: value('AWS_REGION'),
    allowedOrigins: readOrigins(value('ALLOWED_ORIGINS')),
    connectionTemplate: readTemplate(parseJson(value('CONNECTION_TEMPLATE')), 'CONNECTION_TEMPLATE'),
    guestsAllowed: readBoolean('GUESTS_ALLOWED', value('GUESTS_ALLOWED')),
    revokedPolicyName: readRevokedPolicyName(environment.REVOKED_POLICY_NAME?.trim(), value('IOT_POLICY_NAME')),
    apiProof: environment.API_PROOF?.trim() || undefined,
    groupConnections: readGroupConnections(
      environment.GROUP_CONNECTIONS,
      environment.AUTHENTICATED_ROLE_ARN,
      readTemplate,
    ),
    metrics: readMetrics(environment),
  };
}

function readRevokedPolicyName(given: string | undefined, policyName: string): string | undefined {
  if (given !== policyName) return given || undefined;
  // POST would lock its caller out, and DELETE would let in whoever is revoked.
  throw new Error(`REVOKED_POLICY_NAME and IOT_POLICY_NAME are both "${given}". Give two policies.`);
}

/** Lambda itself says what the function is called. */
function readMetrics({ METRICS_NAMESPACE, AWS_LAMBDA_FUNCTION_NAME: functionName }: Environment) {
  const namespace = METRICS_NAMESPACE?.trim();
  return namespace && functionName ? { namespace, functionName } : undefined;
}

function readEndpoint(given: string): string {
  if (/^[\w.-]+(:\d+)?$/.test(given)) return given;
  throw new Error(`IOT_ENDPOINT is "${given}". Give a host, without scheme and path.`);
}

function readOrigins(given: string): readonly [string, ...string[]] {
  const [first, ...others] = given.split(',').map((origin) => readOrigin(origin.trim()));
  if (first === undefined) throw new Error('ALLOWED_ORIGINS is empty. Give at least one origin.');
  return [first, ...others];
}

/** Browsers compare character by character, so an origin that they would never send is a mistake. */
function readOrigin(given: string): string {
  const web = /^https?:/i.test(given);
  const exact = web
    ? !given.includes('*') && URL.canParse(given) && new URL(given).origin === given
    : /^[a-z][a-z0-9+.-]*:\/\/[\w.-]+$/.test(given);
  if (exact) return given;
  throw new Error(
    `ALLOWED_ORIGINS contains "${given}". Give exact origins such as https://app.example.com; "*" is not one.`,
  );
}

function readTemplate(given: unknown, name: string): ConnectionTemplate {
  const { clientId, topics } = (given ?? {}) as Partial<ConnectionTemplate>;
  // Detaching disconnects this client ID. Without the variable in it, one caller would disconnect another.
  if (typeof clientId !== 'string' || !clientId.includes(identityVariable)) {
    throw new Error(`${name} has no "clientId" with ${identityVariable} in it.`);
  }
  return { clientId, topics: readTopics(topics, name) };
}

function readTopics(given: Partial<Topics> | undefined, name: string): Topics {
  const read = (key: keyof Topics) => {
    const topics: unknown = given?.[key];
    if (Array.isArray(topics) && topics.every((topic) => typeof topic === 'string')) return topics;
    throw new Error(`${name} has no list of strings "topics.${key}".`);
  };
  return { publish: read('publish'), subscribe: read('subscribe'), receive: read('receive') };
}

function parseJson(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch (cause) {
    throw new Error('CONNECTION_TEMPLATE is not JSON.', { cause });
  }
}

function readBoolean(name: string, given: string): boolean {
  if (given === 'true' || given === 'false') return given === 'true';
  throw new Error(`${name} is "${given}". Allowed are "true" and "false".`);
}
