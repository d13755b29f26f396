/** What a session has subscribed to, with the options of MQTT 5; MQTT 3.1.1 has their defaults. */
export interface Subscription<Session> {
  readonly session: Session;
  readonly filter: string;
  readonly qos: 0 | 1;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
}

/** Finds who has subscribed to a topic without asking everybody. */
export interface SubscriptionIndex<Session> {
  add(subscription: Subscription<Session>): void;
  delete(subscription: Subscription<Session>): void;
  /** All that cover the topic; a session may have several that do. */
  matching(topic: string): Iterable<Subscription<Session>>;
}

/** Filters with wildcards, level by level. */
interface Node<Session> {
  readonly children: Map<string, Node<Session>>;
  /** Of filters that end here, and of those that end with `#` below. */
  readonly here: Set<Subscription<Session>>;
  readonly below: Set<Subscription<Session>>;
}

/**
 * Filters cover topics as AWS IoT has it: `sensor/#` does not cover `sensor` itself, and reserved topics are reached by
 * name only. `filterCovers` says the same of one filter and one topic.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/topics.html#topicfilters
 */
export function createSubscriptionIndex<Session>(): SubscriptionIndex<Session> {
  const exact = new Map<string, Set<Subscription<Session>>>();
  const root = newNode<Session>();
  let wildcards = 0;

  const setOf = (filter: string) => {
    const levels = filter.split('/');
    const below = levels.at(-1) === '#';
    let node = root;
    for (const level of below ? levels.slice(0, -1) : levels) {
      const child: Node<Session> = node.children.get(level) ?? newNode();
      node.children.set(level, child);
      node = child;
    }
    return below ? node.below : node.here;
  };

  return {
    add(subscription) {
      const { filter } = subscription;
      if (!hasWildcard(filter)) {
        const known = exact.get(filter);
        if (known === undefined) exact.set(filter, new Set([subscription]));
        else known.add(subscription);
        return;
      }
      wildcards += 1;
      setOf(filter).add(subscription);
    },
    delete(subscription) {
      const { filter } = subscription;
      if (!hasWildcard(filter)) {
        const known = exact.get(filter);
        known?.delete(subscription);
        if (known?.size === 0) exact.delete(filter);
        return;
      }
      if (!setOf(filter).delete(subscription)) return;
      wildcards -= 1;
      prune(root, filter.split('/'), 0);
    },
    matching(topic) {
      const named = exact.get(topic) ?? [];
      if (wildcards === 0) return named;
      const found = [...named];
      collect(root, topic.split('/'), 0, topic.startsWith('$'), found);
      return found;
    },
  };
}

export function hasWildcard(filter: string): boolean {
  return filter.includes('+') || filter.includes('#');
}

function newNode<Session>(): Node<Session> {
  return { children: new Map(), here: new Set(), below: new Set() };
}

function collect<Session>(
  node: Node<Session>,
  levels: readonly string[],
  depth: number,
  isReserved: boolean,
  found: Subscription<Session>[],
): void {
  const level = levels[depth];
  if (level === undefined) {
    found.push(...node.here);
    return;
  }
  // [MQTT-4.7.2-1]
  const byWildcard = depth > 0 || !isReserved;
  if (byWildcard) found.push(...node.below);
  const named = node.children.get(level);
  if (named !== undefined) collect(named, levels, depth + 1, isReserved, found);
  const any = byWildcard ? node.children.get('+') : undefined;
  if (any !== undefined && any !== named) collect(any, levels, depth + 1, isReserved, found);
}

/** Takes out what is empty on the way to a filter that is gone. */
function prune<Session>(node: Node<Session>, levels: readonly string[], depth: number): void {
  const level = levels[depth];
  const child = level === undefined ? undefined : node.children.get(level);
  if (level === undefined || child === undefined) return;
  prune(child, levels, depth + 1);
  if (child.children.size + child.here.size + child.below.size === 0) node.children.delete(level);
}
