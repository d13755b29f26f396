import { utf8Bytes } from './utf8-bytes.js';

/**
 * Limits of AWS IoT on topics and payloads. It closes the connection on what is beyond them, so they are checked here.
 * https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits
 */
const LIMITS = { topicBytes: 256, slashes: 7, payloadBytes: 128 * 1024 };

/** @throws RangeError unless it is 0 or 1 */
export function checkQos(qos: number): void {
  if (qos === 0 || qos === 1) return;
  throw new RangeError(`The QoS is ${qos}; AWS IoT has 0 and 1, and leaves what asks for 2 without an answer.`);
}

/** @throws RangeError saying what is wrong */
export function checkTopic(topic: string): void {
  if (/[+#]/.test(topic)) throw new RangeError(`The topic ${topic} has a wildcard, which only a filter may have.`);
  checkLength(topic, 'topic');
}

/** @throws RangeError saying what is wrong */
export function checkFilter(filter: string): void {
  const group = /^\$share\/([^/]*)/.exec(filter)?.[1];
  if (group !== undefined && (/^$|[+#]/.test(group) || !/^\$share\/[^/]+\/./.test(filter))) {
    throw new RangeError(`The filter ${filter} is not valid: a shared one is $share/<group>/<filter>.`);
  }
  const levels = withoutGroup(filter).split('/');
  const wrong = levels.find(
    (level, index) => /[+#]/.test(level) && !(level === '+' || (level === '#' && index === levels.length - 1)),
  );
  if (wrong !== undefined) {
    throw new RangeError(`The filter ${filter} is not valid: + stands for one whole level, # for all at the end.`);
  }
  checkLength(withoutGroup(filter), 'filter');
}

/** The topics of a shared subscription: https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html */
function withoutGroup(filter: string): string {
  return filter.replace(/^\$share\/[^/]+\//, '');
}

function checkLength(text: string, what: string): void {
  if (text === '' || text.includes('\0')) throw new RangeError(`The ${what} is empty or holds a null character.`);
  const slashes = text.split('/').length - 1;
  if (slashes > LIMITS.slashes) {
    throw new RangeError(`The ${what} ${text} has ${slashes} slashes; AWS IoT allows ${LIMITS.slashes}.`);
  }
  const bytes = utf8Bytes(text).length;
  if (bytes > LIMITS.topicBytes) {
    throw new RangeError(`The ${what} has ${bytes} bytes; AWS IoT allows ${LIMITS.topicBytes}.`);
  }
}

/** @throws RangeError when it is too long */
export function encodePayload(payload: string | Uint8Array): Uint8Array {
  const bytes = typeof payload === 'string' ? utf8Bytes(payload) : payload;
  if (bytes.length <= LIMITS.payloadBytes) return bytes;
  throw new RangeError(`The payload has ${bytes.length} bytes; AWS IoT allows ${LIMITS.payloadBytes}.`);
}

/** Whether a subscription gets what is published to `topic`. */
export function covers(subscribed: string, topic: string): boolean {
  const filter = withoutGroup(subscribed);
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
