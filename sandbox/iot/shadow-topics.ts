import type { ShadowId } from './shadows.js';

export type ShadowAction = 'get' | 'update' | 'delete';

/** A request to a shadow, as the topic that it is published to says. */
export interface ShadowRequest {
  readonly id: ShadowId;
  readonly action: ShadowAction;
}

const SHADOW = /^\$aws\/things\/([^/]+)\/shadow\/(?:name\/([^/]+)\/)?/;

/**
 * The request that publishing to this topic makes; undefined for every other topic.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/reserved-topics.html#reserved-topics-shadow
 */
export function shadowRequest(topic: string): ShadowRequest | undefined {
  const [prefix, thingName = '', shadowName] = SHADOW.exec(topic) ?? [];
  if (prefix === undefined) return undefined;
  const action = topic.slice(prefix.length);
  if (action !== 'get' && action !== 'update' && action !== 'delete') return undefined;
  return { id: { thingName, ...(shadowName === undefined ? {} : { shadowName }) }, action };
}

/** Whether a topic filter reaches shadows and no other reserved topic. */
export function isShadowFilter(filter: string): boolean {
  return SHADOW.test(filter);
}

/** `…/update/accepted`: where the answers to a request are published. */
export function shadowTopic({ thingName, shadowName }: ShadowId, rest: string): string {
  const named = shadowName === undefined ? '' : `name/${shadowName}/`;
  return `$aws/things/${thingName}/shadow/${named}${rest}`;
}
