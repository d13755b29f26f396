import type { SeededRandom } from './seeded-random.js';
import type { SimulatedTime } from './simulated-time.js';
import type { Weather } from './weather.js';

/** What the parts of a simulated AWS share. */
export interface World {
  readonly time: SimulatedTime;
  readonly random: SeededRandom;
  readonly weather: Weather;
  /** One line for each thing that happens: the same seed gives the same lines. */
  readonly log: (line: string) => void;
  /** Something that must never happen has. */
  readonly violated: (what: string) => void;
}
