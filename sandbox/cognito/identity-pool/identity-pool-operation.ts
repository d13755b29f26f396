import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { RefuseFields } from '../../service/api.js';
import { type Access, type Operation, type OperationSettings, operationsOf } from '../../service/operation.js';

const ID = /^[\w-]+:[0-9a-f-]+$/;

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/ */
export const shapes = {
  id: z.string().min(1).max(55).regex(ID),
  logins: z.record(z.string().min(1).max(128), z.string().min(1).max(50_000)).optional(),
  maxResults: z.number().int().min(1).max(60),
  nextToken: z.string().min(1).max(65_535).regex(/^\S+$/).optional(),
};

const operationOf = operationsOf();

/** An operation of the identity pools; its name is AWS's alone: `GetId`. */
export function operation<const A extends Access, F extends z.ZodRawShape>(
  settings: OperationSettings<A, F, never>,
): Operation {
  return operationOf({ ...settings, name: `cognito-identity:${settings.name}` });
}

/** In the words of the identity pools. */
export const refuseFields: RefuseFields = (_operation, issues, input) => {
  const [issue] = issues;
  const field = String(issue?.path[0] ?? '');
  const value = (input as Record<string, unknown> | null)?.[field];
  const member = field.charAt(0).toLowerCase() + field.slice(1);
  if (value != null && (issue?.code === 'invalid_type' || issue?.code === 'invalid_key')) {
    return new AwsError('SerializationException', `${typeof value} is no value for ${member}`);
  }
  // Not by the value's own `toString`, which the client may have given.
  const shown = typeof value === 'object' ? JSON.stringify(value ?? null) : String(value);
  const at = `1 validation error detected: Value ${value == null ? 'null' : `'${shown}'`} at '${member}' failed to satisfy constraint: Member must`;
  if (value == null) return validation(`${at} not be null`);
  const size = typeof value === 'number' ? 'value' : 'length';
  if (issue?.code === 'too_small') return validation(`${at} have ${size} greater than or equal to ${issue.minimum}`);
  if (issue?.code === 'too_big') return validation(`${at} have ${size} less than or equal to ${issue.maximum}`);
  return validation(`${at} satisfy regular expression pattern: ${ID.source.slice(1, -1)}`);
};

const validation = (message: string) => new AwsError('ValidationException', message);
