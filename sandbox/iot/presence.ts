import type { Connection } from './connection.js';

/** What AWS publishes as lifecycle events: `$aws/events/presence/…` and `$aws/events/subscriptions/…`. */
export type PresenceEvent =
  | { readonly kind: 'connected' | 'disconnected'; readonly clientId: string; readonly connection: Connection }
  | {
      readonly kind: 'subscribed' | 'unsubscribed';
      readonly clientId: string;
      readonly connection: Connection;
      /** Filters. */
      readonly topics: readonly string[];
    };
