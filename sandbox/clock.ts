/** The one source of time. Times are milliseconds since 1970, as `Date.now()` gives them. */
export interface Clock {
  now(): number;
  /** Calls back once, when the clock has reached `time`; the function returned takes that back. */
  at(time: number, callback: () => void): () => void;
}

/** A clock that runs with the machine's and can be moved forward, for tokens, credentials and codes to expire. */
export interface MovableClock extends Clock {
  /** Moves the clock forward; whatever falls due is called before this returns. */
  advance(milliseconds: number): void;
  /** Forgets what was planned, so that nothing keeps the process alive. */
  stop(): void;
}

interface Plan {
  readonly time: number;
  readonly callback: () => void;
}

/** The longest wait a Node timer takes: 2^31 - 1 ms, about 24.8 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

export function createClock(): MovableClock {
  const plans = new Set<Plan>();
  let offset = 0;
  let timer: NodeJS.Timeout | undefined;

  const now = () => Date.now() + offset;

  const runDue = () => {
    const due = [...plans].filter((plan) => plan.time <= now()).sort((a, b) => a.time - b.time);
    for (const plan of due) if (plans.delete(plan)) plan.callback();
    planTimer();
  };

  const planTimer = () => {
    clearTimeout(timer);
    if (plans.size === 0) return;
    const next = Math.min(...[...plans].map((plan) => plan.time));
    timer = setTimeout(runDue, Math.min(Math.max(0, next - now()), LONGEST_TIMER));
    timer.unref();
  };

  return {
    now,
    at(time, callback) {
      const plan = { time, callback };
      plans.add(plan);
      planTimer();
      return () => {
        plans.delete(plan);
        planTimer();
      };
    },
    advance(milliseconds) {
      offset += milliseconds;
      runDue();
    },
    stop() {
      clearTimeout(timer);
      plans.clear();
    },
  };
}
