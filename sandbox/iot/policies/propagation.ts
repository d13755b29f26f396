import type { Clock } from '../../base/clock.js';

/**
 * When a change of policies works: at once, or after the delay that the sandbox was told. AWS documents 6 to 8 minutes
 * for a policy's document, and no figure for an attachment.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html
 */
export interface Propagation {
  setDelay(seconds: number): void;
  /** From when what is changed now counts, in milliseconds since 1970. */
  effectiveAt(): number;
  /** From when a policy that is detached now may be deleted, in milliseconds since 1970. */
  deletableAt(): number;
  isReached(at: number): boolean;
}

/** "It can take up to five minutes": https://docs.aws.amazon.com/iot/latest/apireference/API_DeletePolicy.html */
const UNTIL_DELETABLE = 5 * 60_000;

export function createPropagation(clock: Clock, seconds = 0): Propagation {
  let delay = seconds * 1000;
  return {
    setDelay(value) {
      delay = value * 1000;
    },
    // What has no delay counts whatever time it is, also when the clock is set back.
    effectiveAt: () => (delay === 0 ? 0 : clock.now() + delay),
    // AWS says "up to": the longest holds where somebody asked for AWS's slowness, and nothing where nobody did.
    deletableAt: () => (delay === 0 ? 0 : clock.now() + UNTIL_DELETABLE),
    isReached: (at) => at <= clock.now(),
  };
}
