import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { RefuseFields } from '../../service/api.js';
import {
  type Access,
  type CallerOf,
  type Operation,
  type OperationSettings,
  operationsOf,
} from '../../service/operation.js';
import type { SignedInUser } from './user-pool.js';

/** Fields that real Cognito only hands to analytics and threat protection, which are not emulated. */
const ignored = {
  AnalyticsMetadata: z.unknown().optional(),
  UserContextData: z.unknown().optional(),
};

const member = (min: number, max: number, pattern: RegExp) => z.string().min(min).max(max).regex(pattern);

/** The shapes of the service model: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/ */
export const shapes = {
  clientId: member(1, 128, /^[\w+]+$/),
  username: member(1, 128, /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u),
  password: member(1, 256, /^\S+.*\S+$/),
  code: member(1, 2048, /^\S+$/),
  token: member(1, 20_000, /^[A-Za-z0-9\-_=.]+$/),
  attributeName: member(1, 32, /^\S+$/),
  attributes: z.array(z.strictObject({ Name: member(1, 32, /^\S+$/), Value: z.string().max(2048).optional() })),
  parameters: z.record(z.string(), z.string()),
};

const operationOf = operationsOf<SignedInUser>();

/** What an app sends along for the pool's functions. */
interface Metadata {
  readonly ClientMetadata?: Record<string, string> | undefined;
}

interface UserPoolOperation<A extends Access, F extends z.ZodRawShape>
  extends Omit<OperationSettings<A, F, SignedInUser>, 'run'> {
  readonly run: (
    input: z.infer<z.ZodObject<F>> & Metadata,
    caller: CallerOf<A, SignedInUser>,
  ) => object | Promise<object>;
}

/** An operation of the user pools, with the fields that all of them have; its name is AWS's alone: `SignUp`. */
export function operation<const A extends Access, F extends z.ZodRawShape>(
  settings: UserPoolOperation<A, F>,
): Operation {
  const { name, fields, run } = settings;
  return operationOf({
    ...settings,
    name: `cognito-idp:${name}`,
    fields: { ...ignored, ClientMetadata: shapes.parameters.optional(), SecretHash: z.string().optional(), ...fields },
    run(request, caller) {
      const { SecretHash: secretHash, ClientId: clientId } = request as Readonly<Record<string, unknown>>;
      if (secretHash !== undefined) refuseSecret(String(clientId));
      // Without the other fields above, which none of them asks for.
      return run(request as z.infer<z.ZodObject<F>> & Metadata, caller as CallerOf<A, SignedInUser>);
    },
  });
}

/** Clients with a secret are refused at boot, so no client here has one. */
export function refuseSecret(clientId: string): never {
  const message = `Client ${clientId} is not configured for secret but secret was received`;
  throw new AwsError('NotAuthorizedException', message);
}

/** One of AuthParameters or ChallengeResponses that must be there. */
export function requiredParameter(parameters: Record<string, string>, name: string): string {
  const value = parameters[name];
  if (!value) throw new AwsError('InvalidParameterException', `Missing required parameter ${name}`);
  return value;
}

/** Refuses parameters that are not among the names; SECRET_HASH as AWS does. */
export function onlyParameters(parameters: Record<string, string>, clientId: string, names: readonly string[]) {
  if ('SECRET_HASH' in parameters) refuseSecret(clientId);
  const unknown = Object.keys(parameters).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UnsupportedError(`the sign-in parameter ${unknown}`);
}

/** In the words of the user pools. */
export const refuseFields: RefuseFields = (_operation, issues, input) => {
  const wrongType = issues.find((issue) => issue.code === 'invalid_type' && valueAt(input, issue.path) != null);
  if (wrongType) return new AwsError('SerializationException', conversion(valueAt(input, wrongType.path), wrongType));
  const found = issues.map(
    (issue) =>
      `Value ${missing(input, issue)}at '${memberPath(issue)}' failed to satisfy constraint: Member must ${constraint(input, issue)}`,
  );
  const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected`;
  return new AwsError('InvalidParameterException', `${count}: ${found.join('; ')}`);
};

/** The access token that a request comes with. @throws AwsError in the words of the user pools */
export function accessTokenOf(input: unknown): string {
  const parsed = z.object({ AccessToken: shapes.token }).safeParse(input);
  if (parsed.success) return parsed.data.AccessToken;
  throw refuseFields('AccessToken', parsed.error.issues, input);
}

const missing = (input: unknown, issue: z.core.$ZodIssue) => (valueAt(input, issue.path) == null ? 'null ' : '');

function constraint(input: unknown, issue: z.core.$ZodIssue): string {
  if (valueAt(input, issue.path) == null) return 'not be null';
  if (issue.code === 'too_small') return `have length greater than or equal to ${issue.minimum}`;
  if (issue.code === 'too_big') return `have length less than or equal to ${issue.maximum}`;
  if (issue.code === 'invalid_format') return `satisfy regular expression pattern: ${issue.pattern ?? ''}`;
  if (issue.code === 'invalid_value') return `satisfy enum value set: [${issue.values.join(', ')}]`;
  return 'be valid';
}

function conversion(value: unknown, issue: z.core.$ZodIssue): string {
  const given = Array.isArray(value)
    ? 'START_ARRAY'
    : typeof value === 'object'
      ? 'START_OBJECT'
      : `${typeof value}_VALUE`;
  const expected = issue.code === 'invalid_type' ? issue.expected : 'string';
  return `${given.toUpperCase()} can not be converted to a ${expected.charAt(0).toUpperCase()}${expected.slice(1)}`;
}

/** AWS names members in lower camel case, elements of lists by `.1.member`. */
function memberPath({ path }: z.core.$ZodIssue): string {
  const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
  return path.map((part) => (typeof part === 'number' ? `${part + 1}.member` : camel(String(part)))).join('.');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
