import type { SeededRandom } from './seeded-random.js';
import type { SimulatedTime } from './simulated-time.js';

const FAULTS = {
  /** Everything fails at once; or nothing arrives any more, and nobody says so. */
  network: ['down', 'silent'],
  broker: ['busy', 'shutting down', 'connection rate', 'handshake 503', 'handshake 429', 'handshake hidden'],
  api: ['throttled', 'throttled for seconds', 'failing', 'unanswered', 'silent'],
  /** `stale`: what has ended is given until new ones are asked for. */
  provider: ['slow', 'failing', 'throttled', 'silent', 'stale'],
} as const;

type Part = keyof typeof FAULTS;

/** What is wrong with each part of the world now. */
export type Weather = { [P in Part]: 'fair' | (typeof FAULTS)[P][number] };

export const FAIR: Readonly<Weather> = { network: 'fair', broker: 'fair', api: 'fair', provider: 'fair' };

export interface Climate {
  /** Milliseconds, on average, between two spells of one part. */
  readonly calm: number;
  /** Milliseconds that a spell lasts at most. */
  readonly longestSpell: number;
}

/** Lets each part have its spells; gives a function that ends them all. */
export function letWeatherChange(
  weather: Weather,
  climate: Climate,
  { time, random, onChange }: { time: SimulatedTime; random: SeededRandom; onChange: (said: string) => void },
): () => void {
  const stops = new Map<Part, () => void>();
  const set = <P extends Part>(part: P, value: Weather[P]) => {
    weather[part] = value;
    onChange(`${part} ${value}`);
  };
  const calm = (part: Part) => {
    stops.set(
      part,
      time.after(-Math.log(1 - random.next()) * climate.calm, () => spell(part)),
    );
  };
  const spell = (part: Part) => {
    // Of a part that is only known as one of several, TypeScript does not see that these are its faults.
    set(part, random.pick(FAULTS[part] as unknown as [never]));
    const lasts = climate.longestSpell * random.next() ** 2;
    const end = () => {
      set(part, 'fair');
      calm(part);
    };
    stops.set(part, time.after(lasts, end));
  };
  const parts = Object.keys(FAULTS) as Part[];
  for (const part of parts) calm(part);
  return () => {
    for (const stop of stops.values()) stop();
    for (const part of parts) set(part, 'fair');
  };
}
