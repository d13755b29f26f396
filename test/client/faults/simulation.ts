import type { ConnectionState, IotClient, IotClientOptions } from '../../../client/index.js';
import { createIotClientIn } from '../../../client/iot-client.js';
import { outputs } from '../client-under-test.js';
import { FakeChannels } from '../fake-channels.js';
import { FakeLocks } from '../fake-locks.js';
import { type SeededRandom, seededRandom } from './seeded-random.js';
import { simulatedApi } from './simulated-api.js';
import { SimulatedBroker } from './simulated-broker.js';
import { simulatedPage } from './simulated-page.js';
import { simulatedProvider } from './simulated-provider.js';
import { simulateTime } from './simulated-time.js';
import { FAIR, type Weather } from './weather.js';
import type { World } from './world.js';

export interface SimulationOptions {
  readonly seed: number;
  readonly protocolVersion?: 4 | 5;
  /** Milliseconds that credentials are good for. */
  readonly credentialsLive?: number;
  readonly options?: Partial<IotClientOptions>;
  readonly weather?: Partial<Weather>;
}

export const FORBIDDEN = 'users/somebody-else/forbidden';

/** A client in a world of its own, where all time and chance is the seed's. */
export interface Simulation extends Omit<World, 'log' | 'violated'> {
  readonly client: IotClient;
  readonly protocolVersion: 4 | 5;
  readonly broker: SimulatedBroker;
  readonly api: ReturnType<typeof simulatedApi>;
  readonly provider: ReturnType<typeof simulatedProvider>;
  readonly page: ReturnType<typeof simulatedPage>;
  readonly log: (line: string) => void;
  readonly lines: string[];
  readonly violations: string[];
  readonly violated: (what: string) => void;
  readonly states: ConnectionState[];
  /** For another part of the world. */
  readonly randomOf: (name: string) => SeededRandom;
  /** What is still there of what the client has opened or begun. */
  leftovers(): object;
}

export const NOTHING_LEFT = { timers: [], connections: 0, listeners: 0, channels: 0 };

export function simulate(options: SimulationOptions): Simulation {
  const { seed, protocolVersion = 5, credentialsLive = 3_600_000 } = options;
  const all = seededRandom(seed);
  const time = simulateTime(all.row('client'));
  const lines: string[] = [];
  const violations: string[] = [];
  const log = (line: string) => void lines.push(`${(time.now / 1000).toFixed(3)} ${line}`);
  const violated = (what: string) => {
    violations.push(what);
    log(`VIOLATED: ${what}`);
  };
  const weather = { ...FAIR, ...options.weather };
  const world: World = { time, random: all.row('aws'), weather, log, violated };
  const provider = simulatedProvider(world, credentialsLive);
  const api = simulatedApi(world, provider);
  const broker = new SimulatedBroker(world, { provider, api, forbidden: FORBIDDEN });
  const page = simulatedPage();
  const channels = new FakeChannels();
  jest.spyOn(globalThis, 'fetch').mockImplementation(api.fetch);
  const [tab, device] = [new Map<string, string>(), new Map<string, string>()];
  const storageOf = (kept: Map<string, string>) => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  const client = createIotClientIn(
    { outputs, credentials: provider.provide, protocolVersion, ...options.options },
    {
      openMqtt: broker.openMqtt,
      storage: storageOf(tab),
      deviceStorage: storageOf(device),
      locks: new FakeLocks().tab(),
      openChannel: channels.open,
      page,
    },
  );
  const states: ConnectionState[] = [];
  client.on('state', (state) => {
    states.push(state);
    log(`state ${state}`);
    if (state === 'denied') violated(`denied: ${client.error}`);
  });
  client.on('error', (error) => violated(`error: ${error}`));
  const leftovers = () => ({
    timers: time.timers(),
    connections: broker.openOnes,
    listeners: page.listeners,
    channels: channels.openOnes,
  });
  const parts = { client, protocolVersion, broker, api, provider, page };
  return { ...world, ...parts, lines, violations, states, randomOf: all.row, leftovers };
}
