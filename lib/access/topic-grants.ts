import type { CompleteTopicAccess, TopicAccess } from './topic-access.js';

/** One action on one resource. */
export interface ResourceGrant {
  /** As IAM and AWS IoT write it: `iot:Publish`. */
  readonly action: string;
  /** What an ARN of it begins with; each action has one. */
  readonly resource: 'client' | 'topic' | 'topicfilter' | 'thing';
  /** Of the resource's name. */
  readonly pattern: string;
}

/** What an access allows one action on. */
export interface TopicGrant extends ResourceGrant {
  /** Which entry of the access says so. */
  readonly field: keyof TopicAccess;
  readonly index: number;
}

/** All that an access allows, shadows written out as the topics that they take. */
export function topicGrants(access: CompleteTopicAccess): TopicGrant[] {
  const grants = (action: string, resource: TopicGrant['resource'], field: keyof TopicAccess, under: Under = same) =>
    access[field].flatMap((entry, index) =>
      under(entry).map((pattern) => ({ action: `iot:${action}`, resource, pattern, field, index })),
    );
  return [
    ...grants('Connect', 'client', 'clientIds'),
    ...grants('Publish', 'topic', 'publish'),
    ...grants('Publish', 'topic', 'shadows', shadowRequests),
    ...grants('Receive', 'topic', 'receive'),
    ...grants('Receive', 'topic', 'shadows', shadowTopics),
    ...grants('Subscribe', 'topicfilter', 'subscribe'),
    ...grants('Subscribe', 'topicfilter', 'shadows', shadowTopics),
    ...grants('RetainPublish', 'topic', 'retain'),
    ...grants('DeleteThingShadow', 'thing', 'shadows'),
    ...grants('GetThingShadow', 'thing', 'shadows'),
    ...grants('UpdateThingShadow', 'thing', 'shadows'),
  ];
}

type Under = (entry: string) => string[];

const same: Under = (entry) => [entry];

/**
 * Reserved topics of the classic and of the named shadows. Requests end in their verb, so nobody may publish what only
 * AWS IoT publishes, such as `…/update/accepted`; `*` is nothing, or `name/<shadow>/`.
 * https://docs.aws.amazon.com/iot/latest/developerguide/reserved-topics.html#reserved-topics-shadow
 */
const shadowRequests: Under = (thing) => ['*delete', '*get', '*update'].map((verb) => shadowTopic(thing, verb));
const shadowTopics: Under = (thing) => [shadowTopic(thing, '*')];

export function shadowTopic(thing: string, rest: string): string {
  return `$aws/things/${thing}/shadow/${rest}`;
}
