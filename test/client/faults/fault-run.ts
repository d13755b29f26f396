import { type Simulation, type SimulationOptions, simulate } from './simulation.js';
import { letTrafficFlow, type Traffic } from './traffic.js';
import { type Climate, letWeatherChange } from './weather.js';

export interface FaultRunOptions extends Omit<SimulationOptions, 'weather'>, Climate {
  /** Simulated milliseconds of faults. */
  readonly lasts: number;
  /** Milliseconds, on average, between two messages. */
  readonly pause: number;
  /** `storm`: the app ends in the middle of it, and what waits is rejected. */
  readonly closes: 'calm' | 'storm';
  /** For a world that does what it must not. */
  readonly spoil?: (simulation: Simulation) => void;
}

export interface FaultReport {
  /** What must never happen and has. */
  readonly violations: readonly string[];
  /** What is left after `close()`. */
  readonly leftovers: object;
  readonly lines: readonly string[];
  readonly counts: { readonly [counted: string]: number };
}

/**
 * Milliseconds after the last fault until a client must be connected: the longest pause between two tries, a CONNECT, a
 * silent provider or API that was asked before, and an attachment that must spread.
 */
const CONNECTED_WITHIN_MS = 150_000;
const DELIVERED_WITHIN_MS = 60_000;
/** Of a DISCONNECT while nothing is wrong with what the client has sent. */
const CODES = [undefined, undefined, 0x88, 0x89, 0x8b, 0x8d, 0x98] as const;

/** Random faults, and then what must be true of the client. */
export async function runFaults(options: FaultRunOptions): Promise<FaultReport> {
  const simulation = simulate(options);
  const { client, broker, api, time, violations, lines, violated, page } = simulation;
  options.spoil?.(simulation);
  const traffic = letTrafficFlow(simulation, options.pause);
  // A first connect may fail for good; whoever calls it hears so.
  await time.runFor(CONNECTED_WITHIN_MS);
  const onChange = (said: string) => {
    simulation.log(said);
    broker.look();
  };
  const clearUp = letWeatherChange(simulation.weather, options, {
    time,
    random: simulation.randomOf('weather'),
    onChange,
  });
  const stopMishaps = letMishapsHappen(simulation, options.calm);
  await time.runFor(options.lasts);

  if (options.closes === 'calm') {
    clearUp();
    stopMishaps();
    page.show('visible');
    await time.runFor(CONNECTED_WITHIN_MS);
    if (client.state !== 'connected') violated(`${client.state} long after the last fault`);
    traffic.probe();
    await time.runFor(DELIVERED_WITHIN_MS);
    traffic.stop();
    await time.runFor(DELIVERED_WITHIN_MS);
    checkDelivered(simulation, traffic);
  }
  traffic.stop();
  const closed = client.close();
  let isClosed = false;
  void closed.then(() => {
    isClosed = true;
  });
  for (let waited = 0; !isClosed && waited < 100; waited += 1) await time.runFor(100);
  if (!isClosed) violated('close() takes more than ten seconds');
  const leftovers = simulation.leftovers();
  stopMishaps();
  clearUp();
  // What comes late must not open anything either.
  await time.runFor(CONNECTED_WITHIN_MS);
  if (broker.openOnes > 0) violated('a connection was opened after close()');
  if (traffic.pending > 0) violated(`${traffic.pending} publishes never settled`);
  checkAsked(simulation);
  const { attaches, detaches } = api;
  const asked = { tries: broker.tries, api: api.calls, attaches, detaches, provider: simulation.provider.calls };
  const counts = { published: traffic.published, heard: traffic.heard.size, ...asked };
  return { violations, leftovers, lines, counts };
}

/** Each connect asks for credentials, each call as well, and some once more where those that are kept have ended. */
function checkAsked({ api, broker, provider, time, violated }: Simulation): void {
  const hours = time.now / 3_600_000;
  // A client that was never here, one whose policy was detached, and what is refused for other reasons once an hour.
  const attaches = 3 + 2 * api.detaches + hours;
  if (api.attaches > attaches) violated(`the policy was attached ${api.attaches} times, ${api.detaches} detached`);
  const asks = 1.5 * (broker.tries + api.calls);
  if (provider.calls > asks) violated(`the provider was asked ${provider.calls} times for ${broker.tries} connects`);
}

/** What happens in a moment, beside the weather. */
function letMishapsHappen({ client, broker, api, page, time, randomOf, log }: Simulation, calm: number): () => void {
  const random = randomOf('mishaps');
  const mishaps: readonly [() => void, ...(() => void)[]] = [
    () => broker.cut(random.pick(CODES)),
    () => broker.cut(random.pick(CODES)),
    () => broker.cut(random.pick(CODES)),
    () => {
      broker.cut();
      broker.sessions.forget();
    },
    () => {
      // Of a client that is just attaching the policy, nobody takes it.
      if (client.state === 'connected') api.detach();
      broker.cut(0x8b);
    },
    () => void client.reconnect().catch(() => undefined),
    () => {
      page.show('hidden');
      time.after(random.between(1000, 90_000), () => page.show('visible'));
    },
  ];
  let stop = () => {};
  const next = () => {
    stop = time.after(-Math.log(1 - random.next()) * calm, () => {
      const mishap = random.pick(mishaps);
      log(`mishap ${mishaps.indexOf(mishap)}`);
      mishap();
      next();
    });
  };
  next();
  return () => stop();
}

/** At least once each, and first in the order of their topic. */
function checkDelivered({ broker, protocolVersion, violated }: Simulation, { pending, heard }: Traffic): void {
  if (pending > 0) violated(`${pending} publishes have not settled`);
  for (const id of broker.sessions.owed) {
    if (!heard.has(id) && !broker.sessions.excused.has(id)) violated(`${id} was never heard`);
  }
  // What was taken for a refusal is sent again after what came later.
  if (protocolVersion === 4) return;
  const last = new Map<string, number>();
  for (const id of broker.received) {
    const [topic = '', number] = id.split('#');
    if (Number(number) < (last.get(topic) ?? -1)) violated(`${id} came after #${last.get(topic)}`);
    last.set(topic, Number(number));
  }
}
