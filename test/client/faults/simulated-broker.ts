import { ConnectFailure, type MqttSession, type OpenMqttOptions, PacketRefused } from '../../../client/mqtt-session.js';
import { NOT_AUTHORIZED, TAKEN_OVER } from '../../../client/reason-codes.js';
import type { SimulatedApi } from './simulated-api.js';
import { simulatedLink } from './simulated-link.js';
import type { SimulatedProvider } from './simulated-provider.js';
import { type SentMessage, type Session, SimulatedSessions } from './simulated-sessions.js';
import type { World } from './world.js';

/** As in `open-mqtt.ts`: how long a client waits for CONNACK, and when it finds out that nobody answers its PINGREQ. */
const CONNACK_WITHIN_MS = 20_000;
const SILENCE_NOTICED_MS = 90_000;
const CLOSED_WITHIN_MS = 1000;

const REFUSALS = {
  busy: ['connect', { reasonCode: 0x89 }],
  'shutting down': ['connect', { reasonCode: 0x88 }],
  'connection rate': ['connect', { reasonCode: 0x9f }],
  'handshake 503': ['handshake', { status: 503 }],
  'handshake 429': ['handshake', { status: 429 }],
  'handshake hidden': ['handshake', {}],
} as const;

export interface BrokerParts {
  readonly provider: SimulatedProvider;
  readonly api: SimulatedApi;
  /** On this topic nobody may publish. */
  readonly forbidden: string;
}

/** A broker on AWS's terms, with sessions, takeover, and messages at QoS 1 until they are acknowledged. */
export class SimulatedBroker {
  readonly sessions = new SimulatedSessions();
  /** Payloads, in the order in which they first came. */
  readonly received = new Set<string>();
  tries = 0;
  /** Tries, and connections, that have begun and not ended for the client. */
  #trying = 0;
  readonly #open = new Set<Session>();
  readonly #world: World;
  readonly #parts: BrokerParts;

  constructor(world: World, parts: BrokerParts) {
    this.#world = world;
    this.#parts = parts;
  }

  get openOnes(): number {
    return this.#open.size + this.#trying;
  }

  /** Ends what is connected, by the code of a DISCONNECT or without a word. */
  cut(reasonCode?: number): void {
    for (const session of this.#open) session.end(reasonCode);
  }

  /** The network has changed. */
  look(): void {
    const { weather } = this.#world;
    for (const { link, end } of this.#open) {
      if (weather.network === 'down') end();
      else link?.look();
    }
  }

  readonly openMqtt = async (options: OpenMqttOptions): Promise<MqttSession> => {
    const { log, violated } = this.#world;
    this.tries += 1;
    log(`connect ${options.clientId.slice(-12)}`);
    if (this.openOnes > 0) violated('a second connection was begun while there was one');
    this.#trying += 1;
    try {
      await this.#answer(options);
      return this.#accept(options);
    } finally {
      this.#trying -= 1;
    }
  };

  /** @throws ConnectFailure, or the signal's reason */
  async #answer({ url, signal, protocolVersion }: OpenMqttOptions): Promise<void> {
    const { random, weather } = this.#world;
    const { api, provider } = this.#parts;
    const { network, broker } = weather;
    const isSilent = network === 'silent';
    await this.#pass(isSilent ? CONNACK_WITHIN_MS : random.between(40, 500), signal);
    if (isSilent || weather.network !== 'fair') throw new ConnectFailure('network');
    const accessKeyId = new URL(url).searchParams.get('X-Amz-Credential')?.split('/')[0] ?? '';
    if (broker !== 'fair') {
      const [kind, { ...details }] = REFUSALS[broker];
      if (protocolVersion === 4 && kind === 'connect') throw new ConnectFailure('network');
      throw new ConnectFailure(kind, details);
    }
    if (!provider.isValid(accessKeyId)) throw new ConnectFailure('handshake', { status: 403 });
    if (api.isAttached) return;
    throw new ConnectFailure('connect', protocolVersion === 5 ? { reasonCode: NOT_AUTHORIZED } : {});
  }

  #pass(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        stop();
        reject(signal.reason);
      };
      const stop = this.#world.time.after(milliseconds, () => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
      signal.addEventListener('abort', abort);
      if (signal.aborted) abort();
    });
  }

  #accept({ clientId, protocolVersion, onClose, onMessage }: OpenMqttOptions): MqttSession {
    const { log, time } = this.#world;
    const { session, isPresent } = this.sessions.open(clientId);
    session.end(TAKEN_OVER);
    const link = simulatedLink(this.#world);
    const isV5 = protocolVersion === 5;
    const end = (reasonCode?: number) => {
      if (!link.isOpen) return;
      link.cut();
      stopWatch();
      session.link = undefined;
      session.deliver = () => undefined;
      this.#open.delete(session);
      log(`closed ${reasonCode}`);
      onClose(isV5 ? reasonCode : undefined);
    };
    const stopWatch = this.#endWhenSilent(end);
    session.link = link;
    session.end = end;
    session.deliver = ({ id, topic }, dup) =>
      link.down(() => {
        onMessage({ topic, payload: new TextEncoder().encode(id), qos: 1, retain: false, dup });
        link.up(() => {
          session.waiting = session.waiting.filter((other) => other.id !== id);
        });
      });
    this.#open.add(session);
    log(`connected ${isPresent}`);
    for (const message of session.waiting) session.deliver(message, true);
    const answered = (arrives: () => number | undefined) =>
      new Promise<void>((resolve, reject) => {
        link.up(() => {
          const code = arrives();
          // In MQTT 3.1.1 AWS IoT has no other word for no.
          if (code !== undefined && !isV5) return end();
          link.down(() => (code === undefined ? resolve() : reject(new PacketRefused(code))));
        });
      });
    return {
      sessionPresent: isPresent,
      receiveMaximum: 100,
      publish: (topic, payload) =>
        answered(() =>
          topic === this.#parts.forbidden ? NOT_AUTHORIZED : this.#take(new TextDecoder().decode(payload)),
        ),
      subscribe: (filter) => answered(() => void session.filters.add(filter)),
      unsubscribe: (filter) => answered(() => void session.filters.delete(filter)),
      close: () =>
        new Promise((resolve) => {
          const closed = () => {
            end();
            resolve();
          };
          const stop = time.after(CLOSED_WITHIN_MS, closed);
          link.up(() => {
            stop();
            closed();
          });
        }),
    };
  }

  #take(id: SentMessage['id']): undefined {
    this.received.add(id);
    this.#world.log(`received ${id}`);
  }

  /** Gives a function that ends the watch. */
  #endWhenSilent(end: () => void): () => void {
    const { time, weather } = this.#world;
    let silentFor = 0;
    let stop = () => {};
    const look = () => {
      silentFor = weather.network === 'silent' ? silentFor + 15_000 : 0;
      if (silentFor >= SILENCE_NOTICED_MS) end();
      else stop = time.after(15_000, look);
    };
    stop = time.after(15_000, look);
    return () => stop();
  }
}
