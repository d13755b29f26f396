import type { Problem } from '../settings-error.js';
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
  readonly access?: Pick<TopicAccess, 'clientIds' | 'publish' | 'subscribe' | 'receive'>;
}

/** The words that only an IoT policy resolves, and tags, which guests have none of, are refused. */
const guestContext: TopicAccessContext = { where: 'guests.access', roleAlone: true };

/** What guests may do, in full. Throws a SettingsError that names each pattern that cannot be allowed to them. */
export function completeGuestAccess({ access }: GuestAccess): CompleteTopicAccess {
  return completeTopicAccess(access, guestContext);
}

/** Every problem of a complete access of guests. */
export function guestAccessProblems(access: CompleteTopicAccess): Problem[] {
  return topicAccessProblems(access, guestContext);
}
