import { z } from 'zod';
import { AwsError, UnsupportedError } from '../../base/errors.js';

export type Operation = (input: unknown) => Promise<object>;

const ID = /^[\w-]+:[0-9a-f-]+$/;

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/ */
export const shapes = {
  id: z.string().min(1).max(55).regex(ID),
  logins: z.record(z.string().min(1).max(128), z.string().min(1).max(50_000)).optional(),
};

/** An operation: its fields checked, then done. A field that is not known here is refused by name. */
export function operation<F extends z.ZodRawShape>(
  name: string,
  fields: F,
  run: (request: z.infer<z.ZodObject<F>>) => Promise<object> | object,
): Operation {
  const schema = z.strictObject(fields);
  return async (input) => {
    const parsed = schema.safeParse(input ?? {});
    if (parsed.success) return run(parsed.data as z.infer<z.ZodObject<F>>);
    throw refusal(name, parsed.error.issues, input);
  };
}

function refusal(name: string, issues: z.core.$ZodIssue[], input: unknown): AwsError {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) return new UnsupportedError(`the field ${unknown.keys.join(', ')} of ${name}`);
  const [issue] = issues;
  const field = String(issue?.path[0] ?? '');
  const value = (input as Record<string, unknown> | null)?.[field];
  const member = field.charAt(0).toLowerCase() + field.slice(1);
  const at = `1 validation error detected: Value ${value == null ? 'null' : `'${value}'`} at '${member}' failed to satisfy constraint: Member must`;
  if (value == null) return validation(`${at} not be null`);
  if (issue?.code === 'invalid_type' || issue?.code === 'invalid_key') {
    return new AwsError('SerializationException', `${typeof value} is no value for ${member}`);
  }
  if (issue?.code === 'too_small') return validation(`${at} have length greater than or equal to ${issue.minimum}`);
  if (issue?.code === 'too_big') return validation(`${at} have length less than or equal to ${issue.maximum}`);
  return validation(`${at} satisfy regular expression pattern: ${ID.source.slice(1, -1)}`);
}

const validation = (message: string) => new AwsError('ValidationException', message);
