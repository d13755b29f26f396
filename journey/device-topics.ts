import { type CompleteDeviceAccess, deviceWord } from '../contract/device-access.js';
import { delivered, filterOf, topicOf } from './topic-patterns.js';

/** AWS IoT's limit: https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits */
const MOST_SLASHES = 7;

/** What an access makes possible with one device, as topics and filters to try. */
export interface DeviceTopics {
  /** To send commands to. */
  readonly commands: readonly string[];
  readonly filters: readonly string[];
  /** Whose messages reach whoever has subscribed to the filters. */
  readonly states: readonly string[];
  /** Requests to the shadow. */
  readonly shadowRequests: readonly string[];
  /** All answers of the shadow, if there is anything to ask it. */
  readonly shadowFilters: readonly string[];
}

export function deviceTopics(access: CompleteDeviceAccess, device: string): DeviceTopics {
  const fill = (pattern: string) => pattern.replaceAll(deviceWord, device);
  const [publish, receive] = [access.publish.map(fill), access.receive.map(fill)];
  const filters = distinct(access.subscribe.map(fill).map(filterOf));
  return {
    commands: distinct(publish.map(topicOf)),
    filters,
    states: delivered({ publish, receive }, filters),
    shadowRequests: access.shadow.map((action) => shadowTopic(device, action)),
    shadowFilters: access.shadow.length > 0 ? [shadowTopic(device, '#')] : [],
  };
}

/** @see https://docs.aws.amazon.com/iot/latest/developerguide/reserved-topics.html#reserved-topics-shadow */
export function shadowTopic(device: string, rest: string): string {
  return `$aws/things/${device}/shadow/${rest}`;
}

/** Topics of one device that hold a topic of another behind their beginning, which `*` in a policy spans. */
export function crossedTopics(access: CompleteDeviceAccess, device: string, within: string) {
  const cross = (patterns: readonly string[], toText: (pattern: string) => string) =>
    patterns
      .filter((pattern) => pattern.endsWith('*'))
      .map((pattern) => {
        const [outer, inner] = [within, device].map((name) => pattern.replaceAll(deviceWord, name));
        return `${topicOf(String(outer).slice(0, -1))}${toText(String(inner))}`;
      })
      .filter((text) => text.split('/').length - 1 <= MOST_SLASHES);
  return { commands: cross(access.publish, topicOf), filters: cross(access.subscribe, filterOf) };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
