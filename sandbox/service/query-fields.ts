import { z } from 'zod';
import { AwsError } from '../base/errors.js';
import type { RefuseFields } from './api.js';

/** What a form says in text: a number within these bounds. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^-?\d{1,10}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
}

/** In the words that the query APIs share. */
export const refuseQueryFields: RefuseFields = (_operation, [issue], input) => {
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? `${step + 1}.member` : String(step)));
  const at = path.map((step) => step.charAt(0).toLowerCase() + step.slice(1)).join('.');
  const value = issue?.path.reduce<unknown>((found, step) => (found as Record<PropertyKey, unknown>)?.[step], input);
  const shown = value === undefined ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
  const must = value === undefined ? 'not be null' : constraintOf(issue);
  const message = `1 validation error detected: Value ${shown} at '${at}' failed to satisfy constraint: Member must ${must}`;
  return new AwsError('ValidationError', message);
};

function constraintOf(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'too_small':
      return `have ${sizeOf(issue.origin)} greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return `have ${sizeOf(issue.origin)} less than or equal to ${issue.maximum}`;
    case 'invalid_value':
      return `satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'invalid_format':
      return `satisfy regular expression pattern: ${String(issue.pattern ?? '').replaceAll(/^\/\^?|\$?\/[a-z]*$/g, '')}`;
    default:
      return `be another value: ${issue?.message}`;
  }
}

const sizeOf = (origin: string) => (origin === 'number' ? 'value' : 'length');
