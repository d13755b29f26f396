export interface OfferedTopics {
  readonly topics: readonly string[];
  readonly filters: readonly string[];
}

/** Topics and topic filters that IoT policies name, with this identity's ID where they have a variable for it. */
export function offeredTopics(documents: readonly unknown[], identityId: string): OfferedTopics {
  const resources = documents.flatMap((document) => resourcesOf(document));
  const named = (kind: 'topic' | 'topicfilter', end: string) => {
    const names = resources.flatMap((resource) => {
      const name = new RegExp(`:${kind}/(.+)$`).exec(resource)?.[1];
      return name === undefined ? [] : [name.replaceAll(IDENTITY, () => identityId)];
    });
    // What stands between a policy's wildcards nobody can guess.
    const usable = names.filter((name) => /^[^*?$]+\/\*$|^[^*?$]+$/.test(name)).map((name) => name.replace(/\*$/, end));
    return [...new Set(usable)];
  };
  return { topics: named('topic', 'hello'), filters: named('topicfilter', '#') };
}

/** As each Region calls it. */
const IDENTITY = /\$\{cognito-identity[.-][\w.-]*amazonaws\.com:sub\}/g;

function resourcesOf(document: unknown): string[] {
  const { Statement: statements = [] } = (document ?? {}) as { readonly Statement?: unknown };
  return [statements].flat().flatMap((statement) => {
    const { Effect: effect, Resource: resource = [] } = (statement ?? {}) as Readonly<Record<string, unknown>>;
    return effect === 'Allow' ? [resource].flat().map(String) : [];
  });
}
