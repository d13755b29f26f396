import type { Construct } from 'constructs';
import { INTENT_METADATA, type Intent } from '../contract/intent.js';
import type { GroupAccess } from './access/group-access.js';
import type { GuestAccess } from './access/guest-access.js';
import { guestContext } from './access/guest-access.js';
import { connectionTemplate } from './access/topic-access-documents.js';

export interface StatedIntent {
  readonly guests?: GuestAccess;
  readonly groups?: readonly GroupAccess[];
  readonly selfSignUp?: boolean;
  readonly clientSideAttach?: boolean;
}

/**
 * Writes into the cloud assembly what was meant, in the words of the settings: whoever tries the stack out takes what
 * to expect from there, and not from the documents that are being tried. The template stays as it is.
 */
export function stateIntent(scope: Construct, { guests, groups = [], selfSignUp, clientSideAttach }: StatedIntent) {
  const intent: Intent = {
    selfSignUp: selfSignUp ?? true,
    clientSideAttach: clientSideAttach ?? false,
    groups: groups.map(({ name }) => name),
    ...(guests === undefined ? {} : { guests: connectionTemplate(guests.access, guestContext) }),
  };
  scope.node.addMetadata(INTENT_METADATA, intent);
}
