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
    // One by one, since a callback may take another back or plan one that is due already.
    for (let plan = nextPlan(); plan !== undefined && plan.time <= now(); plan = nextPlan()) {
      plans.delete(plan);
      plan.callback();
    }
    planTimer();
  };

  const nextPlan = (): Plan | undefined => {
    let next: Plan | undefined;
    for (const plan of plans) if (next === undefined || plan.time < next.time) next = plan;
    return next;
  };

  const planTimer = () => {
    clearTimeout(timer);
    const next = nextPlan();
    if (next === undefined) return;
    timer = setTimeout(runDue, Math.min(Math.max(0, next.time - now()), LONGEST_TIMER));
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
