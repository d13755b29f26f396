import { z } from 'zod';
import type { Change } from './life-cycle-routes.js';
import type { Switches } from './switches.js';

/** Seconds. There are times that no date can say, and no answer would come of them. */
const A_CENTURY = 100 * 365 * 86_400;
const operationName = z.string().regex(/^[a-z-]+:\w+$/, 'an operation is named like iot:AttachPolicy');
const bodies = {
  clock: z
    .strictObject({ advanceSeconds: z.number().min(0).max(A_CENTURY).optional(), reset: z.literal(true).optional() })
    .refine(
      ({ advanceSeconds, reset }) => (advanceSeconds === undefined) !== (reset === undefined),
      'either advanceSeconds, which is 0 to a hundred years, or reset: true',
    ),
  faults: z.strictObject({
    operation: operationName,
    code: z.string().min(1),
    rate: z.number().min(0).max(1).default(1),
  }),
  quotas: z.strictObject({ operation: operationName, perSecond: z.number().min(0) }),
  delays: z.strictObject({ operation: operationName, milliseconds: z.number().min(0) }),
  attachDelay: z.strictObject({ seconds: z.number().min(0) }),
};

/** The clock, and bad days. */
export function serveSwitches(change: Change, switches: Switches): void {
  change(
    'clock',
    'machine',
    '{"advanceSeconds": 3600} moves the clock ahead, {"reset": true} back to the time of the machine',
    bodies.clock,
    ({ advanceSeconds }) => ({
      now: advanceSeconds === undefined ? switches.resetClock() : switches.advance(advanceSeconds),
    }),
  );
  change(
    'faults',
    'machine',
    '{"operation": "iot:AttachPolicy", "code": "ThrottlingException", "rate": 0.3}',
    bodies.faults,
    (body) => switches.guard.setFailure(body.operation, body),
  );
  change('quotas', 'machine', '{"operation": "iot:AttachPolicy", "perSecond": 15}', bodies.quotas, (body) =>
    switches.guard.setQuota(body.operation, body.perSecond),
  );
  change('delays', 'machine', '{"operation": "iot:AttachPolicy", "milliseconds": 250}', bodies.delays, (body) =>
    switches.guard.setDelay(body.operation, body.milliseconds),
  );
  change(
    'attach-delay',
    'machine',
    '{"seconds": 10}: how long a new attachment or policy version takes to work',
    bodies.attachDelay,
    ({ seconds }) => switches.setAttachDelay(seconds),
  );
  change(
    'reset',
    'machine',
    '{"operation": "iot:AttachPolicy"} takes its faults, delays and quotas back',
    z.strictObject({ operation: operationName }),
    (body) => switches.guard.reset(body.operation),
  );
}
