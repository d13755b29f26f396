import type { z } from 'zod';
import { schemaParts } from '../../lib/settings/setting-rules.js';
import { settingsSchema } from '../../lib/settings/settings-schema.js';

/** One row for each setting, with its default. */
export function settingsTable(): string {
  const rows = rowsOf(settingsSchema, '', 'nothing');
  return ['| setting | default | what it says |', '|---|---|---|', ...rows].join('\n');
}

type Schema = z.core.$ZodType & { readonly description?: string };

/** `fallback` is the default where the schema has none: a key that must be given, or a part that is off. */
function rowsOf(schema: Schema, path: string, fallback: string): string[] {
  const { schema: plain, keys, element } = schemaParts(schema);
  const says = schema.description ?? (plain as Schema).description ?? '';
  const row = path === '' ? [] : [`| \`${path}\` | ${defaultOf(schema) ?? fallback} | ${says} |`];
  const inner = keys ?? (element && schemaParts(element).keys) ?? {};
  const prefix = path === '' ? '' : `${path}${keys ? '' : '[]'}.`;
  return [
    ...row,
    ...Object.entries(inner).flatMap(([key, value]) =>
      rowsOf(value, `${prefix}${key}`, optional(value) ? 'none' : 'must be given'),
    ),
  ];
}

interface Definition {
  readonly type: string;
  readonly defaultValue?: unknown;
}

function optional(schema: Schema): boolean {
  return (schema._zod.def as Definition).type === 'optional';
}

function defaultOf(schema: Schema): string | undefined {
  const { type, defaultValue } = schema._zod.def as Definition;
  // The defaults of an object stand at its keys.
  if (type === 'prefault') return 'as follows';
  return type === 'default' ? `\`${JSON.stringify(defaultValue)}\`` : undefined;
}
