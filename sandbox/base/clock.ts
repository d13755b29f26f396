/** The one source of time. Times are milliseconds since 1970, as `Date.now()` gives them. */
export interface Clock {
  now(): number;
  /** By how much it is ahead of the machine's, in milliseconds: what somebody has moved it. */
  moved(): number;
  /** Calls back once, when the clock has reached `time`; the function returned takes that back. */
  at(time: number, callback: () => void): () => void;
}

/** A clock that runs with the machine's and can be moved forward, for tokens, credentials and codes to expire. */
export interface MovableClock extends Clock {
  /** Moves the clock forward; whatever falls due is called before this returns. */
  advance(milliseconds: number): void;
  /** Goes back to the machine's time. What was called stays called; what was made meanwhile is dated ahead. */
  reset(): void;
  /** Forgets what was planned, so that nothing keeps the process alive. */
  stop(): void;
}

interface Plan {
  readonly time: number;
  readonly callback: () => void;
  /** Which of two plans for the same time came first. */
  readonly number: number;
  /** Where it is in the queue; -1 once it is out. */
  place: number;
}

/** The longest wait a Node timer takes: 2^31 - 1 ms, about 24.8 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** @param ahead of the machine's, in milliseconds */
export function createClock(ahead = 0): MovableClock {
  const plans = createQueue();
  let planned = 0;
  let offset = ahead;
  let timer: NodeJS.Timeout | undefined;
  /** What the timer waits for. */
  let timerTime = 0;

  const now = () => Date.now() + offset;

  const runDue = () => {
    // One by one, since a callback may take another back or plan one that is due already.
    for (let plan = plans.first(); plan !== undefined && plan.time <= now(); plan = plans.first()) {
      plans.remove(plan);
      plan.callback();
    }
    planTimer();
  };

  const stopTimer = () => {
    clearTimeout(timer);
    timer = undefined;
  };

  const planTimer = () => {
    const time = plans.first()?.time;
    // One that runs out too early is set again then; most plans are made for later than the next one's time.
    if (time === undefined || (timer !== undefined && timerTime <= time)) return;
    stopTimer();
    timerTime = time;
    const wait = Math.min(Math.max(0, time - now()), LONGEST_TIMER);
    timer = setTimeout(() => {
      stopTimer();
      runDue();
    }, wait);
    timer.unref();
  };

  return {
    now,
    moved: () => offset,
    at(time, callback) {
      const plan = { time, callback, number: ++planned, place: -1 };
      plans.add(plan);
      planTimer();
      return () => plans.remove(plan);
    },
    advance(milliseconds) {
      offset += milliseconds;
      stopTimer();
      runDue();
    },
    reset() {
      offset = 0;
      // It was set for a time that has come further away.
      stopTimer();
      planTimer();
    },
    stop() {
      stopTimer();
      plans.clear();
    },
  };
}

/** A binary heap, since every sign-in makes a plan: adding and taking back cost the logarithm of how many there are. */
function createQueue() {
  const heap: Plan[] = [];
  const isBefore = (one: Plan, other: Plan) =>
    one.time < other.time || (one.time === other.time && one.number < other.number);

  const put = (plan: Plan, place: number) => {
    heap[place] = plan;
    plan.place = place;
  };

  const rise = (plan: Plan) => {
    for (let place = plan.place; place > 0; ) {
      const above = (place - 1) >> 1;
      const parent = heap[above] as Plan;
      if (!isBefore(plan, parent)) return;
      put(parent, place);
      put(plan, above);
      place = above;
    }
  };

  const sink = (plan: Plan) => {
    for (let place = plan.place; ; ) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const child = right !== undefined && isBefore(right, left as Plan) ? right : left;
      if (child === undefined || !isBefore(child, plan)) return;
      const below = child.place;
      put(child, place);
      put(plan, below);
      place = below;
    }
  };

  return {
    first: (): Plan | undefined => heap[0],

    add(plan: Plan): void {
      put(plan, heap.length);
      rise(plan);
    },

    /** Once more does nothing. */
    remove(plan: Plan): void {
      const { place } = plan;
      if (place < 0) return;
      const last = heap.pop() as Plan;
      plan.place = -1;
      if (last === plan) return;
      put(last, place);
      rise(last);
      sink(last);
    },

    clear(): void {
      for (const plan of heap) plan.place = -1;
      heap.length = 0;
    },
  };
}
