import type { Topics } from '../contract/topics.js';

// Patterns as `/attach-policy` answers them: `*` is any text, over any number of levels.

/** What to put in place of a `*`. */
const ANYTHING = 'hello';

/** Without those that wait for a thing or a tag, which a made-up user has not. */
export function usable(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => !pattern.includes('${'));
}

/** A topic that the pattern covers. */
export function topicOf(pattern: string): string {
  return pattern.replaceAll('*', ANYTHING);
}

/** The widest topic filter that the pattern covers as text. */
export function filterOf(pattern: string): string {
  return topicOf(pattern.replace(/\/\*$/, '/#'));
}

/** A topic that the filter matches. */
function topicFor(filter: string): string {
  return filter.replace(/[#+]/g, ANYTHING);
}

/** Whether one of the patterns covers the text. */
export function covers(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => {
    const literal = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    return new RegExp(`^${literal.join('.*')}$`, 's').test(text);
  });
}

/** Whether a message on the topic reaches a subscriber of the filter. */
function reaches(topic: string, filter: string): boolean {
  const [levels, wanted] = [topic.split('/'), filter.split('/')];
  const end = wanted.at(-1) === '#' ? wanted.length - 1 : wanted.length;
  if (end === wanted.length && levels.length !== end) return false;
  return wanted.slice(0, end).every((level, index) => level === '+' || level === levels[index]);
}

/** Topics whose messages must reach a subscriber: receive covers them, and one of the filters matches. */
export function delivered({ publish, receive }: Omit<Topics, 'subscribe'>, filters: readonly string[]): string[] {
  const candidates = [...publish.map(topicOf), ...receive.map(topicOf), ...filters.map(topicFor)];
  return [...new Set(candidates)].filter(
    (topic) => covers(receive, topic) && filters.some((filter) => reaches(topic, filter)),
  );
}
