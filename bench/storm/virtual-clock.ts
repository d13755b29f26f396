import type { Clock } from '../../sandbox/base/clock.js';

/** A clock on which time passes only when nothing is left to do. */
export interface VirtualClock extends Clock {
  /** Waits for what the callback gives, before it calls the next one. */
  at(time: number, callback: () => unknown): () => void;
  /** Calls what was planned, in order of time and one after the other, until nothing is planned. */
  run(): Promise<void>;
}

interface Plan {
  readonly time: number;
  readonly callback: () => unknown;
  cancelled?: boolean;
}

export function createVirtualClock(): VirtualClock {
  let time = 0;
  const heap: Plan[] = [];
  const earlier = (a: number, b: number) => (heap[a]?.time ?? Infinity) < (heap[b]?.time ?? Infinity);
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b] as Plan, heap[a] as Plan];
  };

  const push = (plan: Plan) => {
    let at = heap.push(plan) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && earlier(at, parent); parent = (at - 1) >> 1) {
      swap(at, parent);
      at = parent;
    }
  };
  const pop = (): Plan | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = earlier(right, left) ? right : left;
      if (!earlier(child, at)) return first;
      swap(at, child);
      at = child;
    }
  };

  return {
    now: () => time,
    moved: () => 0,
    at(planned, callback) {
      const plan: Plan = { time: Math.max(planned, time), callback };
      push(plan);
      return () => {
        plan.cancelled = true;
      };
    },
    async run() {
      for (let plan = pop(); plan !== undefined; plan = pop()) {
        if (plan.cancelled) continue;
        time = plan.time;
        await plan.callback();
      }
    },
  };
}
