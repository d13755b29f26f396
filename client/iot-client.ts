import { attachmentOf } from './attachment-of.js';
import type { IotClient } from './client-contract.js';
import type { IotClientOptions } from './client-options.js';
import { createClientParts } from './client-parts.js';
import { keepingOf } from './keeping-of.js';
import { messagesOf } from './messages-of.js';
import { presenceOf } from './presence-of.js';
import { requestOf } from './request-of.js';
import { type Surroundings, usualSurroundings } from './surroundings.js';

/** @throws InvalidOutputsError, InvalidCredentialsError; RangeError for an option; UnsupportedError where the platform lacks something */
export function createIotClient(options: IotClientOptions): IotClient {
  return createIotClientIn(options, usualSurroundings());
}

/** Each theme is a file that gives its methods from the parts. Getters stand here: a spread would read them once. */
export function createIotClientIn(options: IotClientOptions, surroundings: Surroundings): IotClient {
  const parts = createClientParts(options, surroundings);
  const { events, keeper, credentials } = parts;
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
    on: events.on,
    ...methods,
    ...requestOf(parts, methods),
    ...presenceOf(parts, methods),
  };
}
