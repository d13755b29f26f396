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

/** What is wrong with a topic or topic filter, if anything. */
function topicProblem(topic: string): string | undefined {
  if (Buffer.byteLength(topic) > MQTT_LIMITS.topicBytes) return `a topic has at most ${MQTT_LIMITS.topicBytes} bytes`;
  if (topic.split('/').length - 1 > MQTT_LIMITS.topicSlashes)
    return `a topic has at most ${MQTT_LIMITS.topicSlashes} slashes`;
  // Shadows, jobs, rules and lifecycle events live there; a sandbox without them must not seem to have them.
  if (topic.startsWith('$')) return 'the sandbox emulates no reserved topic ($aws/…)';
  return undefined;
}

/** What is wrong with a PUBLISH, or with one topic filter of a SUBSCRIBE, if anything. */
export function messageProblem(packet: {
  readonly topic: string;
  readonly qos: number;
  readonly payload?: { readonly length: number };
}): string | undefined {
  if (packet.qos === 2) return 'AWS IoT has no QoS 2';
  const { payloadBytes } = MQTT_LIMITS;
  if ((packet.payload?.length ?? 0) > payloadBytes) return `a payload has at most ${payloadBytes} bytes`;
  return topicProblem(packet.topic);
}

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
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return levels.length > index;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
