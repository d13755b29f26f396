/** How a topic goes over the wire. */
export interface WireTopic {
  /** Empty where the alias says it all. */
  readonly topic: string;
  readonly topicAlias?: number;
  /** The message was acknowledged: from now on the alias will do. */
  taken(): void;
}

/** Numbers in place of topics that this connection has published to before. */
export interface TopicAliases {
  wire(topic: string): WireTopic;
}

/**
 * An alias stands alone only once the broker has taken a message that named both. A broker that refuses a message need
 * not have noted its alias, and one that it does not know ends the connection.
 *
 * @param maximum as the broker's CONNACK says
 */
export function createTopicAliases(maximum: number): TopicAliases {
  const known = new Map<string, number>();
  const offered = new Set<string>();
  return {
    wire(topic) {
      const topicAlias = known.get(topic);
      if (topicAlias !== undefined) return { topic: '', topicAlias, taken: () => undefined };
      // Of those that are offered at the same time, each its own.
      if (known.size + offered.size >= maximum || offered.has(topic)) return { topic, taken: () => undefined };
      const free = known.size + offered.size + 1;
      offered.add(topic);
      return {
        topic,
        topicAlias: free,
        taken: () => {
          known.set(topic, free);
          offered.delete(topic);
        },
      };
    },
  };
}
