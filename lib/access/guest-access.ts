import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Problem } from '../settings-error.js';
import { completeTopicAccess, type TopicAccess, type TopicAccessContext, topicAccessProblems } from './topic-access.js';
import { iamStatements } from './topic-access-documents.js';

/** What guests may do. Their role alone decides: AWS IoT asks for no IoT policy of an unauthenticated identity.
 * https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html */
export interface GuestAccess {
  /** @default each guest's own client IDs, and topics under `users/<identity ID>/` */
  readonly access?: Pick<TopicAccess, 'clientIds' | 'publish' | 'subscribe' | 'receive'>;
}

/** The words that only an IoT policy resolves, and tags, which guests have none of, are refused. */
export const guestContext: TopicAccessContext = { where: 'guests.access', roleAlone: true };

/** The statements of the guests' role. */
export function guestStatements({ access }: GuestAccess, scope: Construct): PolicyStatement[] {
  return iamStatements(completeTopicAccess(access, guestContext), scope);
}

/** Every problem of a complete access of guests. */
export function guestAccessProblems(access: Required<TopicAccess>): Problem[] {
  return topicAccessProblems(access, guestContext);
}
