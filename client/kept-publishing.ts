import { newAbort } from './abortable.js';
import type { KeptOutbox } from './kept-outbox.js';
import type { KeptOutboxes, KeptOutboxesOptions } from './kept-outboxes.js';
import type { OutgoingMessage } from './outbox-contract.js';

/** The outbox that survives a reload, from one end of the client to the next. */
export interface KeptPublishing {
  /** @param send how it is sent where the outbox cannot be loaded */
  publish(message: OutgoingMessage, send: () => Promise<void>, signal?: AbortSignal): Promise<void>;
  /** It is known who is signed in; again with each connect. */
  identified(identityId: string): void;
  /** The client is closed or denied. */
  end(reason: Error): void;
  /** The user has signed out. */
  clear(identityId: string): Promise<void>;
}

export function createKeptPublishing(options: KeptOutboxesOptions): KeptPublishing {
  // At once, while the network that this page came by is there.
  const loading = import('./kept-outboxes.js').then(({ createKeptOutboxes }) => createKeptOutboxes(options));
  const loaded: Promise<KeptOutboxes | undefined> = loading
    .catch(options.onError)
    .then((outboxes) => outboxes || undefined);
  let life: { readonly abort: AbortController; readonly outbox: Promise<KeptOutbox | undefined> } | undefined;

  const current = () => {
    if (life === undefined) {
      const abort = newAbort();
      life = { abort, outbox: loaded.then((outboxes) => outboxes?.begin(abort.signal)) };
    }
    return life.outbox;
  };

  return {
    async publish(message, send, signal) {
      const outbox = await current();
      await (outbox === undefined ? send() : outbox.publish(message, signal));
    },
    identified: (identityId) => void current().then((outbox) => outbox?.identified(identityId)),
    end(reason) {
      life?.abort.abort(reason);
      life = undefined;
    },
    async clear(identityId) {
      await (await loaded)?.clear(identityId);
    },
  };
}
