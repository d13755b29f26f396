import type { BackOff } from '../../../client/waits.js';
import { type Simulation, simulate } from './simulation.js';
import { FAIR, type Weather } from './weather.js';

const HOUR_MS = 3_600_000;
/** As in `connect-decision.ts`, and in `api-caller.ts`. */
const BETWEEN_CONNECTS_MS = { first: 500, cap: 30_000 };
const BETWEEN_API_CALLS_MS = { first: 1000, cap: 10_000 };

type Asked = 'connects' | 'api' | 'provider';

export interface Outage {
  readonly title: string;
  readonly weather: Partial<Weather>;
  /** What else is so. */
  readonly given?: 'detached' | 'credentials ended';
  /** What the client tries in vain. */
  readonly tries: Asked;
  readonly waits: BackOff;
  /** Milliseconds, on average. */
  readonly tryLasts: number;
  /** How often it may ask the others, beside once a try. */
  readonly most: { readonly [A in Asked]?: number };
}

const ofConnects = { tries: 'connects', waits: BETWEEN_CONNECTS_MS, tryLasts: 270, most: { api: 0 } } as const;

export const OUTAGES: readonly Outage[] = [
  { title: 'no network', weather: { network: 'down' }, ...ofConnects },
  { title: 'a network that swallows everything', weather: { network: 'silent' }, ...ofConnects, tryLasts: 20_000 },
  { title: 'a broker that is busy', weather: { broker: 'busy' }, ...ofConnects },
  { title: 'a broker that is shutting down', weather: { broker: 'shutting down' }, ...ofConnects },
  { title: 'a handshake answered with 503', weather: { broker: 'handshake 503' }, ...ofConnects },
  // The API is asked once a minute what it thinks of the credentials.
  {
    title: 'a handshake whose answer a browser hides',
    weather: { broker: 'handshake hidden' },
    ...ofConnects,
    most: { api: 61 },
  },
  {
    title: 'no API, and a policy that is not attached',
    weather: { api: 'unanswered' },
    given: 'detached',
    tries: 'api',
    waits: BETWEEN_API_CALLS_MS,
    tryLasts: 310,
    most: { connects: 1 },
  },
  {
    title: 'an API that throttles, and a policy that is not attached',
    weather: { api: 'throttled' },
    given: 'detached',
    tries: 'api',
    waits: BETWEEN_API_CALLS_MS,
    tryLasts: 310,
    most: { connects: 1 },
  },
  {
    title: 'a credentials provider that fails',
    weather: { provider: 'failing' },
    given: 'credentials ended',
    tries: 'provider',
    waits: BETWEEN_CONNECTS_MS,
    tryLasts: 160,
    most: { connects: 0, api: 0 },
  },
];

/**
 * What capped exponential back-off with its upper half by chance comes to, on average, in an hour: each wait is three
 * quarters of the first one, twice it, four times it … the cap, and each try takes its time.
 */
export function idealTries({ waits, tryLasts }: Outage): number {
  let tries = 0;
  for (let time = 0; time < HOUR_MS; tries += 1) {
    time += tryLasts + 0.75 * Math.min(waits.cap, waits.first * 2 ** tries);
  }
  return tries;
}

export interface OutageReport {
  /** How often each was tried in the hour. */
  readonly tries: { readonly [A in Asked]: number };
  /** Milliseconds after it until the client was connected, in whole seconds. */
  readonly back: number;
  readonly violations: readonly string[];
}

/** An hour of it, for a client that was connected. */
export async function sufferOutage({ weather, given }: Outage, seed: number): Promise<OutageReport> {
  const simulation = simulate({ seed, ...(given === 'credentials ended' && { credentialsLive: 120_000 }) });
  const { client, broker, api, time, violations } = simulation;
  void client.connect().catch(() => undefined);
  await time.runFor(60_000);
  Object.assign(simulation.weather, weather);
  if (given === 'credentials ended') await time.runFor(120_000);
  if (given === 'detached') api.detach();
  const before = asked(simulation);
  broker.look();
  broker.cut();
  await time.runFor(HOUR_MS);
  const after = asked(simulation);
  Object.assign(simulation.weather, FAIR);
  broker.look();
  let back = 0;
  for (; client.state !== 'connected' && back < 120_000; back += 1000) await time.runFor(1000);
  void client.close();
  await time.runFor(10_000);
  const of = (name: Asked) => after[name] - before[name];
  return { tries: { connects: of('connects'), api: of('api'), provider: of('provider') }, back, violations };
}

function asked({ broker, api, provider }: Simulation): { [A in Asked]: number } {
  return { connects: broker.tries, api: api.calls, provider: provider.calls };
}
