import { z } from 'zod';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import { type ClientMetadata, eventAttributes, withMetadata } from './event-request.js';
import type { Triggers } from './triggers.js';

/** Made once: a shape takes longer to make than an answer to hold against it. */
const NOTHING = z.strictObject({});

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
  if (!triggers.has('PreAuthentication')) return;
  await triggers.run('PreAuthentication', {
    source: 'PreAuthentication_Authentication',
    userName: user.userName,
    clientId,
    request: { userAttributes: eventAttributes(user), validationData: clientMetadata ?? null },
    response: {},
    answer: NOTHING,
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
  if (!triggers.has('PostAuthentication')) return;
  await triggers.run('PostAuthentication', {
    source: 'PostAuthentication_Authentication',
    userName: user.userName,
    clientId,
    // Devices are not tracked here, so none is new.
    request: { userAttributes: eventAttributes(user), newDeviceUsed: false, ...withMetadata(clientMetadata) },
    response: {},
    answer: NOTHING,
  });
}
