import type { SweepConfiguration } from '../../contract/sweep-configuration.js';
import { createSweepTools, type SweepProps } from '../../operations/create-sweep-tools.js';
import { sweep } from '../../operations/sweep.js';
import type { Time } from '../../operations/time.js';

export interface ScheduledSweepProps extends Pick<SweepProps, 'cognito' | 'identities' | 'dynamodb' | 'iot'> {
  readonly configuration: SweepConfiguration;
  readonly time: Time;
  readonly console: Pick<Console, 'info'>;
}

export interface SweepContext {
  getRemainingTimeInMillis(): number;
}

/** What the function answers whoever invokes it by hand, and logs. */
export interface SweepSummary {
  readonly event: 'sweep';
  readonly known: number;
  readonly swept: number;
  readonly kept: number;
  readonly pending: number;
  readonly complete: boolean;
}

/** Milliseconds of an invocation that are left for the user under way. */
const RESERVE = 60_000;
/** Milliseconds since the last use: credentials live on for an hour after their user. */
const OLDER_THAN = 3_600_000;

/** Sweeps until its time is over; what is left is the next run's, since the directory leads to it. */
export function createScheduledSweep(props: ScheduledSweepProps) {
  const { configuration, time, console, ...clients } = props;
  return async (_event: unknown, context: SweepContext): Promise<SweepSummary> => {
    const until = time.now() + context.getRemainingTimeInMillis() - RESERVE;
    const { policyPrefix, ...where } = configuration;
    const isOver = () => time.now() >= until;
    const tools = createSweepTools({ ...clients, ...where, policyPrefix, time, isOver, dryRun: false });
    const { known, users, complete } = await sweep(tools, {
      olderThan: OLDER_THAN,
      told: (user) => console.info({ event: 'user', ...user }),
    });
    const count = (outcome: string) => users.filter((user) => user.outcome === outcome).length;
    const counts = { swept: count('swept'), kept: count('kept'), pending: count('pending') };
    const summary: SweepSummary = { event: 'sweep', known, ...counts, complete };
    console.info(summary);
    return summary;
  };
}
