import { simulate } from './simulation.js';
import { FAIR, type Weather } from './weather.js';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const HOUR_MS = 3_600_000;
/** As in `connect-decision.ts`. */
const WHILE_OFFLINE_MS = { first: 500, cap: 30_000 };

/**
 * What capped exponential back-off with its upper half by chance comes to, on average, in an hour: each wait is three
 * quarters of 0.5, 1, 2 … 30 s, and each try takes its time.
 *
 * @param tryLasts milliseconds
 */
function idealTries(tryLasts: number): number {
  let tries = 0;
  for (let time = 0; time < HOUR_MS; tries += 1) {
    time += tryLasts + 0.75 * Math.min(WHILE_OFFLINE_MS.cap, WHILE_OFFLINE_MS.first * 2 ** tries);
  }
  return tries;
}

/** An hour's outage of a client that was connected: what it tried, and how long it took afterwards. */
async function outage(weather: Partial<Weather>, seed: number) {
  const simulation = simulate({ seed });
  const { client, broker, api, provider, time } = simulation;
  void client.connect();
  await time.runFor(60_000);
  const before = { connects: broker.tries, api: api.calls, provider: provider.calls };
  Object.assign(simulation.weather, weather);
  broker.look();
  broker.cut();
  await time.runFor(HOUR_MS);
  const tries = {
    connects: broker.tries - before.connects,
    api: api.calls - before.api,
    provider: provider.calls - before.provider,
  };
  Object.assign(simulation.weather, FAIR);
  broker.look();
  let back = 0;
  for (; client.state !== 'connected' && back < 120_000; back += 1000) await time.runFor(1000);
  void client.close();
  await time.runFor(10_000);
  return { tries, back, violations: simulation.violations };
}

const outages: readonly [string, Partial<Weather>, { tryLasts: number; api: number; asks?: 'provider' }][] = [
  ['no network', { network: 'down' }, { tryLasts: 270, api: 0 }],
  ['a network that swallows everything', { network: 'silent' }, { tryLasts: 20_000, api: 0 }],
  ['a broker that is busy', { broker: 'busy' }, { tryLasts: 270, api: 0 }],
  ['a broker that is shutting down', { broker: 'shutting down' }, { tryLasts: 270, api: 0 }],
  ['a handshake answered with 503', { broker: 'handshake 503' }, { tryLasts: 270, api: 0 }],
  ['a handshake whose answer a browser hides', { broker: 'handshake hidden' }, { tryLasts: 270, api: 61 }],
  ['no API', { api: 'unanswered', network: 'down' }, { tryLasts: 270, api: 0 }],
];

it.each(outages)(
  'an hour of %s costs at most 1.2 times the ideal number of tries',
  async (_title, weather, expected) => {
    const { tries, back, violations } = await outage(weather, 1);
    const most = 1.2 * idealTries(expected.tryLasts);
    expect(violations).toEqual([]);
    expect(tries.connects).toBeLessThanOrEqual(most);
    expect(tries.connects).toBeGreaterThan(most / 2);
    expect(tries.provider).toBeLessThanOrEqual(most + 61);
    expect(tries.api).toBeLessThanOrEqual(expected.api);
    // Whoever waits longest, and a try that began before.
    expect(back).toBeLessThanOrEqual(WHILE_OFFLINE_MS.cap + Math.max(1000, expected.tryLasts));
    if (process.env.SHOW)
      process.stdout.write(`${_title} ${JSON.stringify({ ...tries, ideal: idealTries(expected.tryLasts), back })}\n`);
  },
);
