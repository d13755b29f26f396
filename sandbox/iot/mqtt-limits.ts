import { NO_PROPERTIES } from './mqtt/packet-properties.js';
import type { MessageProperties, Will } from './mqtt/packets.js';
import { REASON, type ReasonCode } from './mqtt/reason-codes.js';
import { hasWildcard } from './mqtt/subscription-index.js';
import { isEventFilter } from './reserved-filters.js';
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
  /** Bytes of a whole packet of MQTT 5, which has properties too: what AWS's CONNACK says. */
  packetBytes: 149_504,
  /** Topic aliases of a connection: 1 to this. */
  topicAliases: 8,
  /** Messages of QoS 1 that wait for their PUBACK, in each direction. */
  unacknowledged: 100,
  /** Bytes of UTF-8. */
  contentTypeBytes: 256,
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

/** What the protocol's limits refuse, and MQTT 5's code for it. */
export interface Problem {
  readonly explanation: string;
  readonly code: ReasonCode;
}

/** What is wrong with a client ID, if anything. An empty one is made up for MQTT 5 only, before it gets here. */
export function clientIdProblem(clientId: string): string | undefined {
  if (clientId === '') return 'a client ID is needed';
  if (clientId.startsWith('$')) return 'a client ID that starts with $ is reserved';
  if (Buffer.byteLength(clientId) > MQTT_LIMITS.clientIdBytes)
    return `a client ID has at most ${MQTT_LIMITS.clientIdBytes} bytes`;
  return undefined;
}

/** What is wrong with a topic or topic filter, if anything; few of the reserved ones are emulated. */
function topicProblem(topic: string, isEmulated: (topic: string) => boolean): string | undefined {
  if (topic === '') return 'a topic is not empty';
  // [MQTT-4.7.3-2]; MQTT's own packets do not get here with one, requests over HTTPS do.
  if (topic.includes('\0')) return 'a topic is without U+0000';
  if (Buffer.byteLength(topic) > MQTT_LIMITS.topicBytes) return `a topic has at most ${MQTT_LIMITS.topicBytes} bytes`;
  if (slashesIn(topic) > MQTT_LIMITS.topicSlashes) return `a topic has at most ${MQTT_LIMITS.topicSlashes} slashes`;
  // Jobs and rules live there; a sandbox without them must not seem to have them.
  if (topic.startsWith('$') && !isEmulated(topic)) {
    return `the sandbox emulates no reserved topic but those of shadows and of lifecycle events, so not ${topic}`;
  }
  return undefined;
}

function slashesIn(topic: string): number {
  let count = 0;
  for (let place = topic.indexOf('/'); place >= 0; place = topic.indexOf('/', place + 1)) count += 1;
  return count;
}

/** What of a message its limits look at. */
export interface LimitedMessage {
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly payload: { readonly length: number };
  readonly properties: MessageProperties;
}

/** What is wrong with a PUBLISH, if anything. */
export function messageProblem({ topic, qos, retain, payload, properties }: LimitedMessage): Problem | undefined {
  const { payloadBytes } = MQTT_LIMITS;
  if (qos === 2) return NO_QOS_2;
  if (payload.length > payloadBytes) {
    return { explanation: `a payload has at most ${payloadBytes} bytes`, code: REASON.packetTooLarge };
  }
  // Answers are the Device Shadow service's own.
  const wrong = publishedTopicProblem(topic, retain) ?? topicProblem(topic, isShadowRequest);
  if (wrong !== undefined) return { explanation: wrong, code: REASON.topicNameInvalid };
  return properties === NO_PROPERTIES ? undefined : propertiesProblem(properties);
}

function publishedTopicProblem(topic: string, retain: boolean): string | undefined {
  // https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-retain-using
  if (retain && topic.startsWith('$')) return 'nothing is retained on a reserved topic';
  // [MQTT-3.3.2-2]
  return hasWildcard(topic) ? `a message is published to one topic, not to the wildcard ${topic}` : undefined;
}

function isShadowRequest(topic: string): boolean {
  return shadowRequest(topic) !== undefined;
}

function propertiesProblem({ contentType = '', responseTopic }: MessageProperties): Problem | undefined {
  const { contentTypeBytes } = MQTT_LIMITS;
  if (Buffer.byteLength(contentType) > contentTypeBytes) {
    return { explanation: `a content type has at most ${contentTypeBytes} bytes`, code: REASON.quotaExceeded };
  }
  if (responseTopic === undefined) return undefined;
  // [MQTT-3.3.2-14]; whether one may publish there is asked when somebody does.
  const problem = hasWildcard(responseTopic) ? 'it is a wildcard' : topicProblem(responseTopic, () => true);
  if (problem === undefined) return undefined;
  return { explanation: `the response topic: ${problem}`, code: REASON.topicNameInvalid };
}

/** What is wrong with the last will of a CONNECT, if anything. */
export function willProblem(will: Will): Problem | undefined {
  if (will.topic.startsWith('$')) {
    return { explanation: 'the sandbox takes no last will on a reserved topic', code: REASON.topicNameInvalid };
  }
  // AWS lists the properties that it supports, and this one is not among them; what it does with it is not documented.
  if ((will.properties.willDelayInterval ?? 0) > 0) {
    return { explanation: 'AWS IoT supports no delay of a last will', code: REASON.unspecifiedError };
  }
  const problem = messageProblem(will);
  return problem && { ...problem, explanation: `the last will: ${problem.explanation}` };
}

/**
 * What is wrong with one topic filter of a SUBSCRIBE, if anything.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/topics.html#topicfilters
 */
export function filterProblem({ topic, qos }: { readonly topic: string; readonly qos: number }): Problem | undefined {
  if (qos === 2) return NO_QOS_2;
  if (topic.startsWith('$share/')) {
    const explanation = `the sandbox emulates no shared subscriptions, so not ${topic}`;
    return { explanation, code: REASON.sharedSubscriptionsNotSupported };
  }
  const explanation = wildcardProblem(topic) ?? topicProblem(topic, isReservedFilter);
  return explanation === undefined ? undefined : { explanation, code: REASON.topicFilterInvalid };
}

function wildcardProblem(topic: string): string | undefined {
  if (!hasWildcard(topic)) return undefined;
  const levels = topic.split('/');
  // [MQTT-4.7.1-2], [MQTT-4.7.1-3]
  const misplaced = levels.some((level, index) =>
    level === '#' ? index < levels.length - 1 : level.length > 1 && /[+#]/.test(level),
  );
  return misplaced ? `a wildcard is a whole level, and # the last one; not so in ${topic}` : undefined;
}

function isReservedFilter(topic: string): boolean {
  return isShadowFilter(topic) || isEventFilter(topic);
}

const NO_QOS_2: Problem = { explanation: 'AWS IoT has no QoS 2', code: REASON.qosNotSupported };

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
