import type { Construct } from 'constructs';
import type { CompleteDeviceAccess } from '../contract/device-access.js';
import { INTENT_METADATA, type Intent } from '../contract/intent.js';
import type { CompleteTopicAccess } from './access/topic-access.js';
import { connectionTemplate } from './access/topic-access-documents.js';

export interface StatedIntent {
  /** Undefined: there are none. */
  readonly guests: CompleteTopicAccess | undefined;
  readonly groups: readonly { readonly name: string }[];
  /** Undefined: no device can be granted. */
  readonly devices: CompleteDeviceAccess | undefined;
  readonly selfSignUp: boolean;
  readonly clientSideAttach: boolean;
}

/**
 * Writes into the cloud assembly what was meant, in the words of the settings: whoever tries the stack out takes what
 * to expect from there, and not from the documents that are being tried. The template stays as it is.
 */
export function stateIntent(scope: Construct, stated: StatedIntent) {
  const { guests, groups, devices, selfSignUp, clientSideAttach } = stated;
  const intent: Intent = {
    selfSignUp,
    clientSideAttach,
    groups: groups.map(({ name }) => name),
    ...(guests === undefined ? {} : { guests: connectionTemplate(guests) }),
    ...(devices === undefined ? {} : { devices }),
  };
  scope.node.addMetadata(INTENT_METADATA, intent);
}
