/** Whether it holds the name of a thing or the value of a tag, which this page does not know. */
export function isOpen(pattern: string): boolean {
  return pattern.includes('${');
}

/** Some topic that the pattern covers: `devices/7/telemetry` for `devices/7/*`. */
export function topicWithin(pattern: string): string {
  return atEveryStar(pattern, { last: 'telemetry', other: 'example' });
}

/** The widest topic filter that the pattern covers: `devices/7/#` for `devices/7/*`. */
export function filterWithin(pattern: string): string {
  return atEveryStar(pattern, { last: '#', other: '+' });
}

/** A `*` that is a whole level gets a name of its own; beside other text it may stand for nothing at all. */
function atEveryStar(pattern: string, { last, other }: { readonly last: string; readonly other: string }): string {
  const levels = pattern.split('/');
  return levels
    .map((level, index) => {
      if (level !== '*') return level.replaceAll('*', '');
      return index === levels.length - 1 ? last : other;
    })
    .join('/');
}
