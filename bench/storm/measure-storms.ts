import type { StormRun } from '../results.js';
import type { Routing } from './environments.js';
import { runStorm, type StormOptions } from './storm.js';

/** The same storm for each way in which requests may be routed. */
export async function measureStorms(
  routings: readonly Routing[],
  options: Omit<StormOptions, 'routing'>,
): Promise<StormRun[]> {
  const runs: StormRun[] = [];
  for (const routing of routings) {
    const { attachedAt, ...run } = await runStorm({ ...options, routing });
    const at = (percent: number) => attachedAt[Math.round((percent / 100) * (attachedAt.length - 1))] ?? Number.NaN;
    runs.push({ routing, ...run, percentAttachedAt: Array.from({ length: 101 }, (_, percent) => at(percent)) });
  }
  return runs;
}
