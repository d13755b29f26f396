import type { Connection } from '../../client/index.js';
import { covers } from '../../contract/policy-pattern.js';
import { filterWithin, isOpen, topicWithin } from './policy-pattern.js';

export type Topics = Connection['topics'];

/** What the page proposes to somebody who does not know yet what is allowed. */
export interface TopicOffers {
  /** Topics to publish to, the first one such that the first filter brings it back if any does. */
  readonly topics: readonly string[];
  /** Filters to subscribe to. */
  readonly filters: readonly string[];
}

/** @param topics as `/attach-policy` tells them; undefined where it does not */
export function topicOffers(topics: Topics | undefined): TopicOffers {
  const { publish = [], subscribe = [], receive = [] } = topics ?? {};
  const offered = distinct(publish.filter((pattern) => !isOpen(pattern)).map(topicWithin));
  const filters = distinct(subscribe.filter((pattern) => !isOpen(pattern)).map(filterWithin));
  const round = offered
    .filter((topic) => receive.some((pattern) => covers(pattern, topic)))
    .flatMap((topic) => filters.filter((filter) => brings(filter, topic)).map((filter) => ({ topic, filter })))[0];
  return round === undefined
    ? { topics: offered, filters }
    : { topics: distinct([round.topic, ...offered]), filters: distinct([round.filter, ...filters]) };
}

/** Whether a subscription of the filter gets what is published to the topic. */
function brings(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  const rest = wanted.indexOf('#');
  if (rest < 0 ? wanted.length !== levels.length : levels.length < rest) return false;
  return wanted.every((level, index) => level === '#' || level === '+' || level === levels[index]);
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
