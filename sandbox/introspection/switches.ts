import type { MovableClock } from '../base/clock.js';
import type { OperationGuard } from '../service/operation-guard.js';

/** What may be changed while it runs. */
export interface Switches {
  readonly guard: OperationGuard;
  /** Moves the clock; answers with the new time, ISO 8601. */
  readonly advance: (seconds: number) => string;
  /** Sets it back to the machine's time; answers as `advance`. */
  readonly resetClock: () => string;
  readonly now: () => string;
  /** Seconds that a new attachment, or a new default version of a policy, takes to work. */
  readonly setAttachDelay: (seconds: number) => void;
  /** What changes everything at once. */
  readonly lifeCycle: {
    /** Takes everything back to what it was right after a first boot. */
    reset(): Promise<void>;
    /** All that there is, as JSON. */
    snapshot(): object;
    /** @throws AwsError for what is no snapshot of this stack */
    restore(snapshot: unknown): Promise<void>;
  };
}

interface Switched extends Pick<Switches, 'guard' | 'setAttachDelay' | 'lifeCycle'> {
  readonly clock: MovableClock;
}

export function switchesOf({ clock, guard, setAttachDelay, lifeCycle }: Switched): Switches {
  const now = () => new Date(clock.now()).toISOString();
  return {
    guard,
    now,
    advance(seconds) {
      clock.advance(seconds * 1000);
      return now();
    },
    resetClock() {
      clock.reset();
      return now();
    },
    setAttachDelay,
    lifeCycle,
  };
}
