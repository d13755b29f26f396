import type { World } from './world.js';

/** One connection's way to the broker and back: in order, late, and only as long as it is open. */
export interface SimulatedLink {
  readonly isOpen: boolean;
  /** What is under way is lost in both directions. */
  cut(): void;
  up(arrives: () => void): void;
  down(arrives: () => void): void;
  /** The network has changed: what waited for it goes on. */
  look(): void;
}

/** A packet that meets a silent network waits there, as TCP does, until the network is back or the link is cut. */
export function simulatedLink({ time, random, weather }: World): SimulatedLink {
  let isOpen = true;
  const lanes = [lane(), lane()] as const;

  function lane() {
    let lastAt = 0;
    const arrived: (() => void)[] = [];
    const deliver = () => {
      while (isOpen && weather.network === 'fair') {
        const [next] = arrived;
        if (next === undefined) return;
        arrived.shift();
        next();
      }
    };
    return {
      deliver,
      send(arrives: () => void) {
        lastAt = Math.max(lastAt, time.now + random.between(10, 250));
        time.after(lastAt - time.now, () => {
          arrived.push(arrives);
          deliver();
        });
      },
    };
  }

  return {
    get isOpen() {
      return isOpen;
    },
    cut() {
      isOpen = false;
    },
    up: lanes[0].send,
    down: lanes[1].send,
    look() {
      for (const { deliver } of lanes) deliver();
    },
  };
}
