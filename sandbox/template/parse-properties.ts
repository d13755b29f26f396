import { z } from 'zod';
import { UnsupportedError } from '../base/errors.js';

/** CloudFormation takes "true" for true and "8" for 8. */
export const boolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
export const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
/** Listed because it changes nothing that is enforced here. */
export const ignored = z.unknown().optional();
export const text = z.string().optional();

/**
 * Reads the resolved properties of a resource; what is left out has CloudFormation's default.
 *
 * @throws UnsupportedError with logical ID and property, for whatever would change enforcement and is not emulated
 */
export function parseProperties<S extends z.ZodType>(
  logicalId: string,
  type: string,
  schema: S,
  properties: unknown,
): z.infer<S> {
  const parsed = schema.safeParse(properties ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key].join('.'));
    return [`${issue.path.join('.')} with the value ${JSON.stringify(valueAt(properties, issue.path)) ?? 'missing'}`];
  });
  throw new UnsupportedError(`the property ${problems.join(', ')} of ${logicalId} (${type})`);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
