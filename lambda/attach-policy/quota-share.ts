/** How fast this execution environment asks AWS IoT for one operation, and when those it turns away should come back. */
export interface QuotaShare {
  /** 0: ask now. Otherwise the seconds after which the caller should call again; nothing was asked. */
  admit(): number;
  succeeded(): void;
  /** AWS IoT refused for its quota. Gives the seconds after which the caller should call again. */
  throttled(): number;
}

/** At rest: a success asks for a little more, a refusal for a little less, so about a quarter is refused. */
const FASTER = 1.1;
const SLOWER = 0.72;
/** After the first refusal: halves or doubles until the other one is needed. */
const HALVED = 0.5;
const DOUBLED = 2;
/** Requests each second, after the first refusal and at least. */
const FIRST = 2;
const SLOWEST = 0.3;
/** Milliseconds without a refusal after which nobody is held back. */
const CALM_AFTER = 15_000;
/** Milliseconds that unused requests may be saved up for. */
const SAVED = 1_000;
/** Callers come back somewhat faster than they can be served, since not all do. */
const EAGERNESS = 1.3;
/** Milliseconds that anyone is sent away for at most. */
const FARTHEST = 6_000;

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
    endOfQueue = Math.max(endOfQueue, time) + 1000 / (rate * EAGERNESS);
    const place = endOfQueue - time;
    if (place <= FARTHEST) return Math.max(1, Math.ceil(place / 1000));
    endOfQueue = time + FARTHEST;
    return Math.ceil((FARTHEST / 1000) * (0.5 + random() / 2));
  };

  return {
    admit() {
      const time = now();
      if (time - throttledAt > CALM_AFTER) rate = Number.POSITIVE_INFINITY;
      if (rate === Number.POSITIVE_INFINITY) return 0;
      nextRequest = Math.max(nextRequest, time - SAVED);
      if (nextRequest > time) return secondsToWait(time);
      nextRequest += 1000 / rate;
      return 0;
    },
    succeeded() {
      if (search === 'begun') search = 'up';
      if (search === 'down') search = 'settled';
      rate *= search === 'up' ? DOUBLED : FASTER;
    },
    throttled() {
      const time = now();
      if (rate === Number.POSITIVE_INFINITY) {
        rate = FIRST;
        search = 'begun';
        nextRequest = time + 1000 / rate;
        endOfQueue = time;
      } else {
        if (search === 'begun') search = 'down';
        rate = Math.max(SLOWEST, rate * (search === 'settled' ? SLOWER : HALVED));
        if (search === 'up') search = 'settled';
      }
      throttledAt = time;
      return secondsToWait(time);
    },
  };
}
