/** The names in a filter: `room` of `rooms/{room}/state`, and `rest` of `rooms/{rest...}`. */
type NamesIn<Filter extends string> = Filter extends `${infer Level}/${infer Rest}`
  ? NameOf<Level> | NamesIn<Rest>
  : NameOf<Filter>;

type NameOf<Level extends string> = Level extends `{${infer Name}...}`
  ? Name
  : Level extends `{${infer Name}}`
    ? Name
    : never;

/** What a topic has in the place of each name; of a filter that is not known when it is compiled, any. */
export type TopicParams<Filter extends string> = string extends Filter
  ? Readonly<Record<string, string>>
  : { readonly [Name in NamesIn<Filter>]: string };

export interface ParameterFilter {
  /** With `+` and `#` in place of the names. */
  readonly filter: string;
  paramsOf(topic: string): Readonly<Record<string, string>>;
}

const PARAMETER = /^\{([^{}]+?)(\.\.\.)?\}$/;

/**
 * A filter with names in it: `{room}` stands for one whole level, `{rest...}` at the end for all that follow.
 *
 * @throws RangeError when a name is there twice
 */
export function readParameters(given: string): ParameterFilter {
  // The group of a shared subscription is not of the topic.
  const [group = ''] = /^\$share\/[^/]*\//.exec(given) ?? [];
  const levels = given.slice(group.length).split('/');
  const names = levels.flatMap((level, at) => {
    const [, name, rest] = PARAMETER.exec(level) ?? [];
    return name === undefined ? [] : [{ name, at, isRest: rest !== undefined }];
  });
  for (const [index, { name, at, isRest }] of names.entries()) {
    if (names.findIndex((other) => other.name === name) !== index) {
      throw new RangeError(`The filter ${given} has the parameter {${name}} twice.`);
    }
    levels[at] = isRest ? '#' : '+';
  }
  return {
    filter: group + levels.join('/'),
    paramsOf(topic) {
      const parts = topic.split('/');
      const values = names.map(({ name, at, isRest }) => [
        name,
        isRest ? parts.slice(at).join('/') : (parts[at] ?? ''),
      ]);
      return Object.fromEntries(values);
    },
  };
}
