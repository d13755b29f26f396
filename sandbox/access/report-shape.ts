import { z } from 'zod';
import type { AccessReport } from './access-report.js';

const right = z.object({
  effect: z.enum(['Allow', 'Deny']),
  principal: z.string().optional(),
  action: z.string(),
  exceptActions: z.array(z.string()).optional(),
  resource: z.string(),
  exceptResources: z.array(z.string()).optional(),
  conditions: z.array(z.object({ operator: z.string(), key: z.string(), values: z.array(z.string()) })).optional(),
  document: z.string(),
  statement: z.string(),
});

const report = z.object({
  version: z.literal(1),
  stacks: z.array(z.string()),
  principals: z.array(
    z.object({
      who: z.string(),
      kind: z.enum(['users', 'guests', 'group', 'rule', 'function', 'role']),
      role: z.string().optional(),
      roleElsewhere: z.string().optional(),
      trust: z.array(right),
      invokedBy: z.array(right).optional(),
      layers: z.array(
        z.object({
          kind: z.enum(['role', 'permissions-boundary', 'session-policy', 'iot-policy']),
          documents: z.array(z.string()),
          rights: z.array(right),
          unknown: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
  doors: z.array(
    z.object({
      code: z.string(),
      where: z.string(),
      what: z.string(),
      opens: z.boolean(),
      detail: z.string().optional(),
    }),
  ),
  marks: z.array(
    z.object({
      code: z.string(),
      where: z.string(),
      document: z.string().optional(),
      statement: z.string().optional(),
      action: z.string().optional(),
      resource: z.string().optional(),
      what: z.string().optional(),
      words: z.string(),
    }),
  ),
  resources: z.record(z.string(), z.string()),
});

/**
 * A report as somebody has kept it.
 *
 * @throws Error naming what is not as this version writes it
 */
export function readAccessReport(json: unknown): AccessReport {
  const read = report.safeParse(json);
  // Checked above, but for what is only shown: `effective`.
  if (read.success) return json as AccessReport;
  const [issue] = read.error.issues;
  throw new Error(`${issue?.path.join('.') || 'the report'}: ${issue?.message}`);
}
