import { attachmentOf } from './attachment-of.js';
import type { IotClient } from './client-contract.js';
import { type ClientPartsOptions, createClientParts } from './client-parts.js';
import { keepingOf } from './keeping-of.js';
import { messagesOf } from './messages-of.js';
import { presenceOf } from './presence-of.js';
import { requestOf } from './request-of.js';

/** All that a client does once it does something. Pages load it with the first call that needs it. */
export type Engine = Omit<IotClient, 'on' | 'messages'>;

/** Each theme is a file that gives its methods from the parts. Getters stand here: a spread would read them once. */
export function createEngine(options: ClientPartsOptions): Engine {
  const parts = createClientParts(options);
  const { keeper, credentials } = parts;
  const methods = { ...keepingOf(parts), ...messagesOf(parts), ...attachmentOf(parts) };

  return {
    get state() {
      return keeper.state;
    },
    get error() {
      return keeper.error;
    },
    get identityId() {
      return credentials.identityId;
    },
    get clientId() {
      return keeper.clientId;
    },
    get pending() {
      return parts.pending.count;
    },
    get pressure() {
      return parts.outbox.isHigh;
    },
    ...methods,
    ...requestOf(parts, methods),
    ...presenceOf(parts, methods),
  };
}
