import { z } from 'zod';
import type { InvocationResult } from '../../service/function-of-stack.js';

export interface HttpAnswer {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
}

const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/);
const headerText = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/);
const answer = z.object({
  statusCode: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(100).max(599)),
  headers: z
    .record(headerName, z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(headerText))
    .nullish(),
  cookies: z.array(headerText).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * What a function answered in payload format 2.0: without a status code, all of it is a body of JSON.
 *
 * @param usualType of an answer that has a status code and no type
 * @returns undefined for one that is malformed, or a function that failed
 */
export function readHttpResult(result: InvocationResult, usualType: string): HttpAnswer | undefined {
  if (!result.ok) return undefined;
  const { payload } = result;
  if (typeof payload !== 'object' || payload === null || !('statusCode' in payload)) {
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const parsed = answer.safeParse(payload);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const own = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    statusCode,
    headers: {
      'content-type': usualType,
      ...Object.fromEntries(own),
      ...(cookies == null || cookies.length === 0 ? {} : { 'set-cookie': cookies }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
