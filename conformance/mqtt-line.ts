import mqtt, {
  type IClientOptions,
  type IConnackPacket,
  type IPublishPacket,
  type MqttClient,
  type Packet,
} from 'mqtt';

/** What a line is asked to publish besides topic and payload. */
export interface PublishOptions {
  readonly qos?: 0 | 1 | 2;
  readonly retain?: boolean;
  readonly properties?: IPublishPacket['properties'];
}

export interface SubscribeOptions {
  readonly qos?: 0 | 1 | 2;
  /** MQTT 5's Retain As Published. */
  readonly asPublished?: boolean;
  readonly properties?: { readonly subscriptionIdentifier?: number };
}

/** A message as it came. */
export interface Heard {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly dup: boolean;
}

/**
 * A connection by MQTT.js, with what the broker has said word for word: `CONNACK 135, closes`. Codes are decimal, as
 * MQTT.js has them.
 */
export interface MqttLine {
  /** What the broker answered to CONNECT. */
  readonly connected: string;
  readonly connack: IConnackPacket | undefined;
  readonly isOpen: boolean;
  readonly heard: readonly Heard[];
  /** @returns `SUBACK 1,135`, `DISCONNECT 151`, `closes` or `no answer` */
  subscribe(filters: readonly string[], options?: SubscribeOptions): Promise<string>;
  /** @returns `PUBACK 0`, `PUBREC 0`, `DISCONNECT 135`, `closes` or `no answer`; of QoS 0, `no answer` is what is wanted */
  publish(topic: string, payload: string | Buffer, options?: PublishOptions): Promise<string>;
  /** Publishes that often without waiting. @returns what was said to it, each answer once: `PUBACK 0, PUBACK 151` */
  burst(topic: string, count: number): Promise<string>;
  /** Waits for the broker to end it. @returns `DISCONNECT 142, closes`, `closes`, or `stays` after the milliseconds */
  ends(milliseconds: number): Promise<string>;
  /** Waits for a message on the topic, this one or one that has come. Undefined: none came in time. */
  hears(topic: string, milliseconds?: number): Promise<Heard | undefined>;
  /** Leaves without DISCONNECT, where `abruptly`. */
  leave(abruptly?: boolean): Promise<void>;
}

export interface LineOptions extends IClientOptions {
  readonly clientId: string;
  readonly protocolVersion: 4 | 5;
  /** Answers no PUBLISH of QoS 1: what is not acknowledged is sent again. */
  readonly isSilent?: boolean;
}

/** After which a broker that says nothing has said nothing. */
const PATIENCE_MS = 5000;

/** @throws Error where the WebSocket is refused, as MQTT.js tells it */
export async function mqttLine(url: string, { isSilent, ...options }: LineOptions): Promise<MqttLine> {
  const client = mqtt.connect(url, {
    keepalive: 1200,
    ...options,
    ...(isSilent && { customHandleAcks: () => undefined }),
    reconnectPeriod: 0,
    connectTimeout: 2 * PATIENCE_MS,
  });
  const line = listen(client);
  const connected = await answerTo(line, ['connack'], () => undefined, 2 * PATIENCE_MS);
  if (line.said.length === 0 && line.error !== undefined) {
    client.end(/* force */ true);
    throw line.error;
  }
  return lineOf(client, line, connected);
}

interface Listening {
  /** Packets of the broker that are no messages. */
  readonly said: Packet[];
  readonly heard: Heard[];
  isOpen: boolean;
  /** The last one that MQTT.js has told. */
  error?: Error;
  /** Called with whatever happens. */
  readonly watchers: Set<() => void>;
}

function listen(client: MqttClient): Listening {
  const line: Listening = { said: [], heard: [], isOpen: true, watchers: new Set() };
  const happened = () => {
    for (const watch of [...line.watchers]) watch();
  };
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'publish') {
      const { topic, payload, qos, retain, dup } = packet;
      line.heard.push({ topic, payload: payload.toString(), qos, retain, dup });
    } else {
      line.said.push(packet);
    }
    happened();
  });
  client.on('close', () => {
    line.isOpen = false;
    happened();
  });
  // What the broker says is told by its packets; an error that nobody listens to would end the process.
  client.on('error', (error) => {
    line.error = error;
  });
  return line;
}

/** Waits until it is so, for so long at most. */
async function until(line: Listening, isSo: () => boolean, milliseconds: number): Promise<void> {
  if (isSo()) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      line.watchers.delete(watch);
      resolve();
    };
    const watch = () => isSo() && done();
    const timer = setTimeout(done, milliseconds);
    line.watchers.add(watch);
  });
}

function lineOf(client: MqttClient, line: Listening, connected: string): MqttLine {
  return {
    connected,
    connack: line.said.find((packet): packet is IConnackPacket => packet.cmd === 'connack'),
    heard: line.heard,
    get isOpen() {
      return line.isOpen;
    },
    subscribe: (filters, { qos = 1, asPublished = false, properties } = {}) =>
      answerTo(line, ['suback'], () => {
        const map = Object.fromEntries(filters.map((filter) => [filter, { qos, rap: asPublished }]));
        // Of refusals it tells by an error what the packet has told.
        client.subscribe(map, { qos, ...(properties !== undefined && { properties }) }, () => undefined);
      }),
    publish: (topic, payload, { qos = 1, retain = false, properties } = {}) => {
      const more = properties === undefined ? {} : { properties };
      const ask = () => void client.publish(topic, payload, { qos, retain, ...more }, () => undefined);
      return answerTo(line, ['puback', 'pubrec'], ask, qos === 0 ? QUIET_MS : PATIENCE_MS);
    },
    async burst(topic, count) {
      const before = line.said.length;
      const answered = () => line.said.length - before >= count || !line.isOpen;
      for (let left = count; left > 0; left -= IN_FLIGHT) {
        for (let one = 0; one < Math.min(left, IN_FLIGHT); one += 1)
          client.publish(topic, 'x', { qos: 1 }, () => undefined);
        await until(line, () => line.said.length - before >= count - left + IN_FLIGHT || answered(), PATIENCE_MS);
      }
      const said = line.said.slice(before).map((packet) => wordsOf([packet], { isOpen: true }));
      return [...new Set(said)].sort().join(', ') + (line.isOpen ? '' : ', closes');
    },
    async ends(milliseconds) {
      await until(line, () => !line.isOpen, milliseconds);
      if (line.isOpen) return 'stays';
      return wordsOf(
        line.said.filter(({ cmd }) => cmd === 'disconnect'),
        line,
      );
    },
    async hears(topic, milliseconds = PATIENCE_MS) {
      const found = () => line.heard.find((message) => message.topic === topic);
      await until(line, () => found() !== undefined || !line.isOpen, milliseconds);
      return found();
    },
    async leave(abruptly = false) {
      if (line.isOpen) await client.endAsync(abruptly);
    },
  };
}

/** Messages before the first PUBACK, of which AWS IoT takes a hundred. */
const IN_FLIGHT = 50;

/** A broker has nothing to say to a PUBLISH of QoS 0 but that it goes. */
const QUIET_MS = 500;

/** What the broker says to this, and whether it closes upon it. */
async function answerTo(
  line: Listening,
  wanted: readonly string[],
  ask: () => void,
  milliseconds = PATIENCE_MS,
): Promise<string> {
  const before = line.said.length;
  const answers = () => line.said.slice(before).filter(({ cmd }) => wanted.includes(cmd) || cmd === 'disconnect');
  ask();
  await until(line, () => answers().length > 0 || !line.isOpen, milliseconds);
  // What ends a connection is followed by its end; what does not is not waited for.
  if (answers().some(isRefusal)) await until(line, () => !line.isOpen, CLOSING_MS);
  return wordsOf(answers(), line);
}

/** A refusal is followed at once by the close, if there is one. */
const CLOSING_MS = 300;

function isRefusal(packet: Packet): boolean {
  return (
    packet.cmd === 'disconnect' ||
    codesOf(packet).some((code) => code >= 0x80 || (packet.cmd === 'connack' && code > 0))
  );
}

function wordsOf(said: readonly Packet[], { isOpen }: Pick<Listening, 'isOpen'>): string {
  const words = said.map((packet) => [packet.cmd.toUpperCase(), codesOf(packet).join(',')].join(' ').trim());
  if (!isOpen) words.push('closes');
  return words.join(', ') || 'no answer';
}

function codesOf(packet: Packet): readonly number[] {
  if (packet.cmd === 'suback') return packet.granted as readonly number[];
  const { returnCode, reasonCode } = packet as { returnCode?: number; reasonCode?: number };
  const code = reasonCode ?? returnCode;
  // MQTT 3.1.1 has none in PUBACK.
  return code === undefined ? (packet.cmd === 'disconnect' ? [] : [0]) : [code];
}
