import type { SeededRandom } from './seeded-random.js';

/** A clock that runs as fast as what happens on it. Everything in it happens in the same order each time. */
export interface SimulatedTime {
  /** Milliseconds since the start. */
  readonly now: number;
  /** Of the world's own, which are not among the client's `timers`. Gives a function that takes it back. */
  after(milliseconds: number, happens: () => void): () => void;
  runFor(milliseconds: number): Promise<void>;
  /** The client's timers that are still to come, by the place that set them. */
  timers(): string[];
}

/**
 * Takes the place of timers, dates, chance and signatures, until `jest.useRealTimers` and `jest.restoreAllMocks`.
 *
 * @param random what the client gets for chance
 */
export function simulateTime(random: SeededRandom): SimulatedTime {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'], now: Date.UTC(2026, 0, 1) });
  const start = Date.now();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const timers = watchTimers();
  simulateChance(random);

  // Everything that needs no timer has had its turn when it comes.
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const after: SimulatedTime['after'] = (milliseconds, happens) => {
    const timer = set(happens, milliseconds);
    return () => clear(timer);
  };
  return {
    get now() {
      return Date.now() - start;
    },
    after,
    timers: () => [...timers.values()],
    async runFor(milliseconds) {
      let isOver = false;
      after(milliseconds, () => {
        isOver = true;
      });
      await settle();
      while (!isOver) {
        jest.advanceTimersToNextTimer();
        await settle();
      }
    },
  };
}

/** Where each timer that is to come was set. */
function watchTimers(): Map<unknown, string> {
  const timers = new Map<unknown, string>();
  const { setTimeout: set, setInterval: repeat, clearTimeout: clear, clearInterval: clearRepeat } = globalThis;
  const place = () =>
    /[\w-]+\.ts:\d+/.exec(new Error().stack?.split('\n').slice(3).join('\n') ?? '')?.[0] ?? 'somewhere';
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((happens, milliseconds) => {
    const timer = set(() => {
      timers.delete(timer);
      happens();
    }, milliseconds);
    timers.set(timer, place());
    return timer;
  });
  jest.spyOn(globalThis, 'setInterval').mockImplementation((happens, milliseconds) => {
    const timer = repeat(happens, milliseconds);
    timers.set(timer, place());
    return timer;
  });
  jest.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    timers.delete(timer);
    clear(timer);
  });
  jest.spyOn(globalThis, 'clearInterval').mockImplementation((timer) => {
    timers.delete(timer);
    clearRepeat(timer);
  });
  return timers;
}

function simulateChance(random: SeededRandom): void {
  const { crypto } = globalThis;
  jest.spyOn(Math, 'random').mockImplementation(random.next);
  jest.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
    if (bytes instanceof Uint8Array) for (const i of bytes.keys()) bytes[i] = Math.floor(random.next() * 256);
    return bytes;
  });
  // WebCrypto works on threads of its own, outside of any clock. The stories have real signatures verified.
  const { subtle } = crypto;
  jest.spyOn(subtle, 'importKey').mockResolvedValue({} as Awaited<ReturnType<typeof subtle.importKey>>);
  jest.spyOn(subtle, 'sign').mockResolvedValue(new ArrayBuffer(32));
  jest.spyOn(subtle, 'digest').mockResolvedValue(new ArrayBuffer(32));
}
