import { isShadowFilter, shadowRequest } from './shadow-topics.js';

/**
 * Protocol limits of the message broker that no policy can lift.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
 */
export const MQTT_LIMITS = {
  /** Bytes of UTF-8. */
  clientIdBytes: 128,
  topicBytes: 256,
  topicSlashes: 7,
  payloadBytes: 128 * 1024,
  /** Bytes of a packet after its fixed header: a whole payload, the longest topic, and the two numbers of a PUBLISH. */
  remainingLength: 128 * 1024 + 256 + 4,
  /** Filters in one SUBSCRIBE packet. */
  filtersPerSubscribe: 8,
  subscriptionsPerConnection: 50,
  /** Publishes in and out, each second, on one connection. */
  publishesPerSecond: 100,
  connectsPerSecondPerClientId: 1,
  /** Seconds. */
  shortestKeepAlive: 30,
  longestKeepAlive: 1200,
  /** Milliseconds a WebSocket may live. */
  connectionLifetime: 24 * 3_600_000,
} as const;

/** What is wrong with a client ID, if anything. An empty one would have to be made up by the broker: not emulated. */
export function clientIdProblem(clientId: string): string | undefined {
  if (clientId === '') return 'a client ID is needed';
  if (clientId.startsWith('$')) return 'a client ID that starts with $ is reserved';
  if (Buffer.byteLength(clientId) > MQTT_LIMITS.clientIdBytes)
    return `a client ID has at most ${MQTT_LIMITS.clientIdBytes} bytes`;
  return undefined;
}

/** What is wrong with a topic or topic filter, if anything; of the reserved ones only those of shadows are emulated. */
function topicProblem(topic: string, isShadow: (topic: string) => boolean): string | undefined {
  if (topic === '') return 'a topic is not empty';
  if (Buffer.byteLength(topic) > MQTT_LIMITS.topicBytes) return `a topic has at most ${MQTT_LIMITS.topicBytes} bytes`;
  if (topic.split('/').length - 1 > MQTT_LIMITS.topicSlashes)
    return `a topic has at most ${MQTT_LIMITS.topicSlashes} slashes`;
  // Jobs, rules and lifecycle events live there; a sandbox without them must not seem to have them.
  if (topic.startsWith('$') && !isShadow(topic)) {
    return `the sandbox emulates no reserved topic but those of shadows, so not ${topic}`;
  }
  return undefined;
}

/** What is wrong with a PUBLISH, if anything. */
export function messageProblem(packet: {
  readonly topic: string;
  readonly qos: number;
  readonly retain?: boolean;
  readonly payload: { readonly length: number };
}): string | undefined {
  const { payloadBytes } = MQTT_LIMITS;
  if (packet.qos === 2) return NO_QOS_2;
  if (packet.payload.length > payloadBytes) return `a payload has at most ${payloadBytes} bytes`;
  if (packet.topic.startsWith('$') && packet.retain) return 'the sandbox retains nothing on a reserved topic';
  // [MQTT-3.3.2-2]
  if (/[+#]/.test(packet.topic)) return `a message is published to one topic, not to the wildcard ${packet.topic}`;
  // Answers are the Device Shadow service's own.
  return topicProblem(packet.topic, (topic) => shadowRequest(topic) !== undefined);
}

/** What is wrong with the last will of a CONNECT, if anything. */
export function willProblem(will: Parameters<typeof messageProblem>[0]): string | undefined {
  if (will.topic.startsWith('$')) return 'the sandbox takes no last will on a reserved topic';
  const problem = messageProblem(will);
  return problem && `the last will: ${problem}`;
}

/**
 * What is wrong with one topic filter of a SUBSCRIBE, if anything.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/topics.html#topicfilters
 */
export function filterProblem({ topic, qos }: { readonly topic: string; readonly qos: number }): string | undefined {
  if (qos === 2) return NO_QOS_2;
  const levels = topic.split('/');
  // [MQTT-4.7.1-2], [MQTT-4.7.1-3]
  const misplaced = levels.some((level, index) =>
    level === '#' ? index < levels.length - 1 : level.length > 1 && /[+#]/.test(level),
  );
  if (misplaced) return `a wildcard is a whole level, and # the last one; not so in ${topic}`;
  return topicProblem(topic, isShadowFilter);
}

const NO_QOS_2 = 'AWS IoT has no QoS 2';

/** As the broker counts keep-alive, in seconds: none or too long becomes 1200, too short 30. */
export function effectiveKeepAlive(requested: number | undefined): number {
  const { shortestKeepAlive, longestKeepAlive } = MQTT_LIMITS;
  if (requested === undefined || requested === 0) return longestKeepAlive;
  return Math.min(longestKeepAlive, Math.max(shortestKeepAlive, requested));
}

/**
 * Whether AWS IoT delivers a message on `topic` to a subscription to `filter`. Unlike in the MQTT standard,
 * `sensor/#` does not cover `sensor` itself.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/topics.html#topicfilters
 */
export function filterCovers(filter: string, topic: string): boolean {
  // Reserved topics are reached by name only. [MQTT-4.7.2-1]
  if (topic.startsWith('$') !== filter.startsWith('$')) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return levels.length > index;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
