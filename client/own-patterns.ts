import type { Connection } from '../contract/connection.js';

const DEFAULT_CLIENT_IDS = '{identity}-*';
const DEFAULT_TOPICS = 'users/{identity}/*';

/**
 * What to connect as, where the app does not say it: the default, unless the stack is known to allow something else.
 * `*` is chosen at random for each tab, `{identity}` is the identity ID.
 */
export function ownClientIdPattern(identityId: string, connection: Connection | undefined): string {
  const told = connection?.clientId ?? identityId;
  // The first two are what a stack says that allows the default. A variable is one that AWS IoT alone can fill in.
  if (told === identityId || told === `${identityId}-` || told.includes('${')) return DEFAULT_CLIENT_IDS;
  // The answer has nothing in place of the setting's `*`, before which there must be a separator.
  return /[^A-Za-z0-9]$/.test(told) ? `${told}*` : told;
}

/**
 * The topics of the user's own: the first pattern with the identity ID and one `*` that may be published and subscribed
 * to; else one for either; else the default.
 */
export function ownTopicPattern(identityId: string, connection: Connection | undefined): string {
  const { publish = [], subscribe = [], receive = [] } = connection?.topics ?? {};
  const own = [...publish, ...subscribe, ...receive].filter(
    (pattern) => pattern.includes(identityId) && !pattern.includes('${') && pattern.split('*').length === 2,
  );
  return own.find((pattern) => publish.includes(pattern) && subscribe.includes(pattern)) ?? own[0] ?? DEFAULT_TOPICS;
}
