import type { Topics } from '../../contract/topics.js';
import { may } from '../may.js';
import { covers } from '../topic-limits.js';
import type { FakeRights } from './fake-contract.js';

const EVERYTHING = ['*'];

/** As `/attach-policy` tells them. */
export function topicsOf(rights: FakeRights, identityId: string): Topics {
  const { publish = EVERYTHING, subscribe = EVERYTHING, receive = EVERYTHING } = rights;
  const own = (patterns: readonly string[]) =>
    patterns.map((pattern) => pattern.replaceAll('{identity}', () => identityId));
  return { publish: own(publish), subscribe: own(subscribe), receive: own(receive) };
}

/** Whether the rights let messages to the topic be kept, beside publishing them. */
export function mayRetain({ retain = EVERYTHING }: FakeRights, identityId: string, topic: string): boolean {
  return isAllowed(topicsOf({ publish: retain }, identityId), 'publish', topic);
}

/** Whether the rights have the name. */
export function isAllowed(topics: Topics, action: keyof Topics, name: string): boolean {
  return may({ endpoint: '', region: '', clientId: '', topics }, action, name) === true;
}

/** Whether what is to be refused is this: as a policy has it, or as a filter does. */
export function isMeant(pattern: string, name: string): boolean {
  return isAllowed({ publish: [pattern], subscribe: [], receive: [] }, 'publish', name) || covers(pattern, name);
}
