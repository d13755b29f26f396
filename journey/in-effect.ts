import { setTimeout as pause } from 'node:timers/promises';
import { asRefusal, JourneyError } from './refusal.js';
import type { JourneyTarget } from './target.js';

/** AWS IoT takes one CONNECT a second for one client ID. */
const BETWEEN_TRIES_MS = 1500;

export interface Effect<T> {
  readonly result: T;
  /** Milliseconds since the change. */
  readonly after: number;
  readonly tries: number;
}

/**
 * Tries until a change has come into effect: AWS IoT may take minutes, and says nothing of it.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html
 * @param since when it was changed, as `performance.now()` counts
 * @throws the last refusal when the target's patience is over; at once what is none
 */
export async function onceInEffect<T>(
  { patience = 0, signal }: Pick<JourneyTarget, 'patience' | 'signal'>,
  since: number,
  attempt: () => Promise<T>,
): Promise<Effect<T>> {
  for (let tries = 1; ; tries += 1) {
    try {
      const result = await attempt();
      return { result, after: Math.round(performance.now() - since), tries };
    } catch (thrown) {
      const error = asRefusal(thrown);
      const isLate = performance.now() + BETWEEN_TRIES_MS > since + patience;
      if (isLate || !(error instanceof JourneyError)) throw error;
    }
    await pause(BETWEEN_TRIES_MS, undefined, signal && { signal });
  }
}

/** For what is told: of a target that waits for nothing there is nothing to tell. */
export function toldEffect<T>({ patience }: JourneyTarget, name: string, { after, tries }: Effect<T>): object {
  return patience === undefined ? {} : { [name]: after, tries };
}
