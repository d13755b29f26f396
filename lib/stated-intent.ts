import type { Construct } from 'constructs';
import { INTENT_METADATA, type Intent } from '../contract/intent.js';
import type { CompleteTopicAccess } from './access/topic-access.js';
import { connectionTemplate } from './access/topic-access-documents.js';

export interface StatedIntent {
  /** Undefined: there are none. */
  readonly guests: CompleteTopicAccess | undefined;
  readonly groups: readonly { readonly name: string }[];
  readonly selfSignUp: boolean;
  readonly clientSideAttach: boolean;
}

/**
 * Writes into the cloud assembly what was meant, in the words of the settings: whoever tries the stack out takes what
 * to expect from there, and not from the documents that are being tried. The template stays as it is.
 */
export function stateIntent(scope: Construct, { guests, groups, selfSignUp, clientSideAttach }: StatedIntent) {
  const intent: Intent = {
    selfSignUp,
    clientSideAttach,
    groups: groups.map(({ name }) => name),
    ...(guests === undefined ? {} : { guests: connectionTemplate(guests) }),
  };
  scope.node.addMetadata(INTENT_METADATA, intent);
}
