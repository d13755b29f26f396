import { callWithin } from './call-within.js';
import type { ClientIds } from './client-ids.js';
import { PROVIDER } from './connect-decision.js';
import type { ConnectionKeeper } from './connection-keeper.js';
import type { CredentialsSource } from './credentials-source.js';
import { ClosedError } from './iot-access-error.js';
import type { KeptPublishing } from './kept-publishing.js';
import type { SignedOutTabs } from './signed-out-tabs.js';
import type { Subscriptions } from './subscriptions.js';

export interface ClosingOptions {
  readonly keeper: ConnectionKeeper;
  readonly subscriptions: Subscriptions;
  readonly clientIds: ClientIds;
  readonly credentials: CredentialsSource;
  readonly keptPublishing: KeptPublishing | undefined;
  readonly tabs: SignedOutTabs;
}

export interface Closing {
  /** What is kept for the user is deleted. */
  readonly signedOut?: boolean;
  /** The user's other tabs are told. */
  readonly isTold?: boolean;
}

/** How long, in milliseconds, the provider may take to say who signs out. */
const IDENTITY_WITHIN_MS = 5000;

/** Ends a client, which may be started again. */
export function createClose(options: ClosingOptions): (reason?: Error, closing?: Closing) => Promise<void> {
  const { keeper, subscriptions, clientIds, credentials, keptPublishing, tabs } = options;

  const identityNow = async () => {
    const asked = callWithin(IDENTITY_WITHIN_MS, PROVIDER, () => credentials.get());
    return (await asked.catch(() => undefined))?.identityId;
  };

  return async (reason = new ClosedError(), { signedOut = false, isTold = false } = {}) => {
    // Before it is forgotten; an app that has not connected yet may have kept messages before a reload.
    const whose = signedOut ? (credentials.identityId ?? (await identityNow())) : undefined;
    if (isTold && whose !== undefined) await tabs.tell(whose);
    await keeper.stop(reason);
    tabs.stop();
    if (whose !== undefined) await keptPublishing?.clear(whose);
    subscriptions.clear();
    clientIds.release();
    credentials.forget();
  };
}
