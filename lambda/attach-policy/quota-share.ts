/** How fast this execution environment asks AWS IoT for one operation, and when those it turns away should come back. */
export interface QuotaShare {
  /** 0: ask now. Otherwise the seconds after which the caller should call again; nothing was asked. */
  admit(): number;
  succeeded(): void;
  /** AWS IoT refused for its quota. Gives the seconds after which the caller should call again. */
  throttled(): number;
}

/** At rest: a success asks for a little more, a refusal for a little less, so about a quarter is refused. */
const faster = 1.1;
const slower = 0.72;
/** After the first refusal: halves or doubles until the other one is needed. */
const halved = 0.5;
const doubled = 2;
/** Requests each second, after the first refusal and at least. */
const first = 2;
const slowest = 0.3;
/** Milliseconds without a refusal after which nobody is held back. */
const calmAfter = 15_000;
/** Milliseconds that unused requests may be saved up for. */
const saved = 1_000;
/** Callers come back somewhat faster than they can be served, since not all do. */
const eagerness = 1.3;
/** Milliseconds that anyone is sent away for at most. */
const farthest = 6_000;

type Search = 'begun' | 'up' | 'down' | 'settled';

/**
 * The quota belongs to the account, so no environment knows its share: it finds it, as TCP does, by trying. Beyond that
 * share nobody's request leaves the function. Whoever is turned away gets a place in a queue of that same speed, so a
 * crowd comes back spread out and not together. `docs/performance.md` has what this is worth in a storm of sign-ins.
 *
 * @param now milliseconds
 * @param random from 0 to 1
 */
export function createQuotaShare(now: () => number, random: () => number = Math.random): QuotaShare {
  /** Requests each second; Infinity while all is calm. */
  let rate = Number.POSITIVE_INFINITY;
  let search: Search = 'begun';
  let throttledAt = 0;
  let nextRequest = 0;
  let endOfQueue = 0;

  const secondsToWait = (time: number): number => {
    endOfQueue = Math.max(endOfQueue, time) + 1000 / (rate * eagerness);
    const place = endOfQueue - time;
    if (place <= farthest) return Math.max(1, Math.ceil(place / 1000));
    endOfQueue = time + farthest;
    return Math.ceil((farthest / 1000) * (0.5 + random() / 2));
  };

  return {
    admit() {
      const time = now();
      if (time - throttledAt > calmAfter) rate = Number.POSITIVE_INFINITY;
      if (rate === Number.POSITIVE_INFINITY) return 0;
      nextRequest = Math.max(nextRequest, time - saved);
      if (nextRequest > time) return secondsToWait(time);
      nextRequest += 1000 / rate;
      return 0;
    },
    succeeded() {
      if (search === 'begun') search = 'up';
      if (search === 'down') search = 'settled';
      rate *= search === 'up' ? doubled : faster;
    },
    throttled() {
      const time = now();
      if (rate === Number.POSITIVE_INFINITY) {
        rate = first;
        search = 'begun';
        nextRequest = time + 1000 / rate;
        endOfQueue = time;
      } else {
        if (search === 'begun') search = 'down';
        rate = Math.max(slowest, rate * (search === 'settled' ? slower : halved));
        if (search === 'up') search = 'settled';
      }
      throttledAt = time;
      return secondsToWait(time);
    },
  };
}
