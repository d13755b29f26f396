import type { Construct } from 'constructs';
import type { GroupAccess } from './group-access.js';
import type { GuestAccess } from './guest-access.js';
import { guestContext } from './guest-access.js';
import { connectionTemplate } from './topic-access-documents.js';

export interface StatedIntent {
  readonly guests?: GuestAccess;
  readonly groups?: readonly GroupAccess[];
  readonly selfSignUp?: boolean;
  readonly clientSideAttach?: boolean;
}

/** The type of the metadata entry, which nothing but the cloud assembly holds: the template stays as it is. */
export const INTENT_METADATA = 'cognito-iot-access:intent';

/**
 * Writes into the cloud assembly what was meant, in the words of the settings: whoever tries the stack out takes what
 * to expect from there, and not from the documents that are being tried.
 */
export function stateIntent(scope: Construct, { guests, groups = [], selfSignUp, clientSideAttach }: StatedIntent) {
  scope.node.addMetadata(INTENT_METADATA, {
    selfSignUp: selfSignUp ?? true,
    clientSideAttach: clientSideAttach ?? false,
    groups: groups.map(({ name }) => name),
    ...(guests === undefined ? {} : { guests: connectionTemplate(guests.access, guestContext) }),
  });
}
