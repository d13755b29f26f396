import { z } from 'zod';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { type ClientMetadata, eventAttributes, withMetadata } from './event-request.js';
import type { Triggers } from './triggers.js';

/**
 * Before anything of the user is proven. What the app sends along at this point is the event's `validationData`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-authentication.html
 */
export async function preAuthentication(
  triggers: Triggers,
  user: UserRecord,
  clientId: string,
  clientMetadata: ClientMetadata,
): Promise<void> {
  await triggers.run('PreAuthentication', {
    source: 'PreAuthentication_Authentication',
    userName: user.userName,
    clientId,
    request: { userAttributes: eventAttributes(user), validationData: clientMetadata ?? null },
    response: {},
    answer: z.strictObject({}),
  });
}

/**
 * Once everything is proven, and before there are tokens.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-authentication.html
 */
export async function postAuthentication(
  triggers: Triggers,
  user: UserRecord,
  clientId: string,
  clientMetadata: ClientMetadata,
): Promise<void> {
  await triggers.run('PostAuthentication', {
    source: 'PostAuthentication_Authentication',
    userName: user.userName,
    clientId,
    // Devices are not tracked here, so none is new.
    request: { userAttributes: eventAttributes(user), newDeviceUsed: false, ...withMetadata(clientMetadata) },
    response: {},
    answer: z.strictObject({}),
  });
}
