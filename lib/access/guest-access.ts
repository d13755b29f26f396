import { defined } from '../defined.js';
import { type Problem, SettingsError } from '../settings-error.js';
import {
  type CompleteTopicAccess,
  completeTopicAccess,
  type TopicAccess,
  type TopicAccessContext,
  topicAccessProblems,
} from './topic-access.js';

/** What guests may do. Their role alone decides: AWS IoT asks for no IoT policy of an unauthenticated identity.
 * https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html */
export interface GuestAccess {
  /** @default each guest's own client IDs, and topics under `users/<identity ID>/` */
  readonly access?: GuestTopicAccess;
}

/** A TopicAccess without what guests cannot have; of the words, its patterns may use `{identity}` alone. */
export interface GuestTopicAccess {
  /** Client IDs to connect with; each holds `{identity}`. @default ['{identity}', '{identity}-*'] */
  readonly clientIds?: readonly string[];
  /** Topics to publish to. @default ['users/{identity}/*'] */
  readonly publish?: readonly string[];
  /** Topic filters to subscribe to. @default ['users/{identity}/*'] */
  readonly subscribe?: readonly string[];
  /** Topics whose messages are delivered. @default ['users/{identity}/*'] */
  readonly receive?: readonly string[];
}

/** The words that only an IoT policy resolves, and tags, which guests have none of, are refused. */
const guestContext: TopicAccessContext = { where: 'guests.access', roleAlone: true };

const notForGuests = 'cannot be given to guests; allowed: clientIds, publish, subscribe, receive';

/** What guests may do, in full. Throws a SettingsError that names each pattern that cannot be allowed to them. */
export function completeGuestAccess({ access }: GuestAccess): CompleteTopicAccess {
  const { clientIds, publish, subscribe, receive, ...others }: TopicAccess = access ?? {};
  // An access of users is one of guests to TypeScript, and more.
  const refused = Object.entries(others).filter(([, patterns]) => patterns !== undefined && patterns.length > 0);
  const problems = refused.map(([field]) => ({ where: `guests.access.${field}`, what: notForGuests }));
  if (problems.length > 0) throw new SettingsError(problems);
  const given = defined({ clientIds, publish, subscribe, receive });
  return completeTopicAccess({ ...given, retain: [], shadows: [] }, guestContext);
}

/** Every problem of a complete access of guests. */
export function guestAccessProblems(access: CompleteTopicAccess): Problem[] {
  return topicAccessProblems(access, guestContext);
}
