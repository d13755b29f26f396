import { AwsError, UnsupportedError } from '../base/errors.js';
import type { ServedTable } from './served-table.js';

/**
 * A global index answers with what is projected into it and nothing else.
 *
 * @param members of Query or Scan, with the expressions parsed
 * @throws AwsError for a projection of other attributes, as AWS does; UnsupportedError for a filter on others, since AWS
 * documents nothing
 */
export function holdProjection(members: object, table: ServedTable | undefined): void {
  const { IndexName, _projection, _filter } = members as {
    readonly IndexName?: string;
    readonly _projection?: { readonly paths: readonly (string | readonly [string])[] };
    readonly _filter?: { readonly pathHeads: Readonly<Record<string, unknown>> };
  };
  const index = table?.GlobalSecondaryIndexes?.find((one) => one.IndexName === IndexName);
  if (table === undefined || index === undefined || index.Projection.ProjectionType === 'ALL') return;
  const projected = new Set([
    ...[...table.KeySchema, ...index.KeySchema].map(({ AttributeName }) => AttributeName),
    ...(index.Projection.NonKeyAttributes ?? []),
  ]);
  const asked = (_projection?.paths ?? []).map((path) => (typeof path === 'string' ? path : path[0]));
  const missing = asked.filter((name) => !projected.has(name));
  if (missing.length > 0) {
    const message = `Global secondary index ${IndexName} does not project [${missing.join(', ')}]`;
    throw new AwsError('ValidationException', `One or more parameter values were invalid: ${message}`);
  }
  const filtered = Object.keys(_filter?.pathHeads ?? {}).find((name) => !projected.has(name));
  if (filtered !== undefined)
    throw new UnsupportedError(`a filter on ${filtered}, which the index ${IndexName} does not project`);
}
