/** What a browser tells of its network; Node tells nothing. */
interface NetworkEvents {
  addEventListener?(type: 'online' | 'offline', listener: () => void): void;
  removeEventListener?(type: 'online' | 'offline', listener: () => void): void;
}

export interface DeviceEvents {
  /** The network is back, or the device has slept: connections of before may be dead without knowing it. */
  readonly onBack: () => void;
}

const TICK_MS = 15_000;
/** Background tabs run timers once a minute; only what is later than this, in milliseconds, is sleep. */
const SLEPT_MS = 150_000;

/** Gives a function that ends the watch. */
export function watchDevice({ onBack }: DeviceEvents, events: NetworkEvents = globalThis as NetworkEvents): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const slept = Date.now() - last > SLEPT_MS;
    last = Date.now();
    if (slept) onBack();
  }, TICK_MS);
  events.addEventListener?.('online', onBack);
  return () => {
    clearInterval(timer);
    events.removeEventListener?.('online', onBack);
  };
}
