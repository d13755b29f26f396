import type { ConsoleSwitches } from '../../contract/console-state.js';
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
  /** As the console shows them. */
  readonly held: () => ConsoleSwitches;
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
  /** At first. */
  readonly attachDelay: number;
  /** Called with each change of the attach delay. */
  readonly told: () => void;
}

export function switchesOf({ clock, guard, setAttachDelay, attachDelay, told, lifeCycle }: Switched): Switches {
  let attachDelaySeconds = attachDelay;
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
    setAttachDelay(seconds) {
      setAttachDelay(seconds);
      attachDelaySeconds = seconds;
      told();
    },
    held: () => ({
      clock: { now: now(), aheadMilliseconds: clock.moved() },
      calls: guard.counts(),
      ...guard.held(),
      attachDelaySeconds,
    }),
    lifeCycle,
  };
}
