import type { Connection } from '../contract/connection.js';
import type { Topics } from '../contract/topics.js';
import { readParameters } from './topic-parameters.js';

/**
 * Whether the user may, as far as `connection` says; undefined where it does not say.
 *
 * @param name a topic, for `subscribe` a filter: policies take `+` and `#` in it as they are
 */
export function may(connection: Connection | undefined, action: keyof Topics, name: string): boolean | undefined {
  const { topics, devices } = connection ?? {};
  const { filter } = readParameters(name);
  // AWS does not say which text of a shared subscription a policy is compared with.
  if (topics === undefined || filter.startsWith('$share/')) return undefined;
  const granted = devices?.all ? ['*'] : (devices?.names ?? []);
  const ofDevices = devices?.topics[action].flatMap((pattern) =>
    granted.map((device) => pattern.replaceAll('{device}', () => device)),
  );
  const patterns = [...topics[action], ...(ofDevices ?? [])];
  if (patterns.some((pattern) => matches(pattern, filter))) return true;
  // Shadows are not among the patterns, and AWS IoT alone fills in its variables.
  if (filter.startsWith('$aws/')) return undefined;
  return patterns.some((pattern) => matches(pattern.replace(/\$\{[^}]*\}/g, '*'), filter)) ? undefined : false;
}

/** `*` is any text, `?` any character, as in IAM. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
