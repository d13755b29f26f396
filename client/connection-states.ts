import type { Connected } from './connect-contract.js';
import type { Credentials } from './credentials-provider.js';
import type { EndedLife } from './short-lives.js';

/**
 * What the app is told.
 *
 * - `connecting`: the first connect, or the next one after a connection was lost
 * - `attaching`: AWS IoT refused; the policy is being attached, or the attachment does not work yet
 * - `connected`: also while the connection is replaced as planned, which loses nothing
 * - `offline`: nothing answers; tried again until it does
 * - `paused`: the page is hidden, for as long as `pauseWhenHidden` says; it connects again when the page is seen
 * - `denied`: waiting cannot help; the event tells the error
 * - `closed`: not connected yet, or no more
 */
export type ConnectionState = 'connecting' | 'attaching' | 'connected' | 'offline' | 'paused' | 'denied' | 'closed';

/** One MQTT connection in use. It is in the state and nowhere else. */
export interface OpenConnection extends Connected {
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

/** What is left of a connection when it has ended. */
export type SignedWith = Pick<Connected, 'clientId' | 'credentials'>;

/** From `start` to the end. */
export interface Life {
  readonly abort: AbortController;
  /** Milliseconds for the first connect; also how long AWS may refuse a later one. */
  readonly within: number;
  /** Connections in a row that were taken over, it seems. */
  readonly shortLives: number;
}

interface Living {
  readonly life: Life;
}

interface Without {
  /** Of the last connection that there was. */
  readonly last: SignedWith | undefined;
}

interface With {
  readonly connection: OpenConnection;
}

/** What follows a connection that is replaced. */
interface Next {
  readonly first: Credentials | undefined;
  /** Nothing, until the page is seen again. */
  readonly rests: boolean;
}

export type Closed = { readonly at: 'closed'; readonly reason: Error } & Without;
export type Denied = { readonly at: 'denied'; readonly error: Error } & Without;
export type Connecting = {
  readonly at: 'connecting';
  readonly shows: Exclude<ConnectionState, 'denied' | 'closed' | 'paused'>;
} & Living &
  Without;
/** A moment after a connection was lost. */
export type Pausing = { readonly at: 'pausing' } & Living & Without;
export type InUse = { readonly at: 'connected' } & Living & With;
/** The connection is to be replaced: what is under way is waited for. */
export type Draining = { readonly at: 'draining' } & Next & Living & With;
/** The connection that is replaced is being closed. */
export type Leaving = { readonly at: 'leaving' } & Next & Living & Without;
/** Left, until the page is seen again. */
export type Resting = { readonly at: 'resting' } & Living & Without;
/** The app has closed the client: what is under way is waited for. */
export type Stopping = { readonly at: 'stopping'; readonly reason: Error } & Living & With;

export type KeeperState = Closed | Denied | Connecting | Pausing | InUse | Draining | Leaving | Resting | Stopping;

export type KeeperEvent =
  | { readonly is: 'start'; readonly life: Life }
  /** Replace the connection; without one, try now instead of waiting. */
  | { readonly is: 'renew'; readonly first?: Credentials | undefined }
  | { readonly is: 'stop'; readonly reason: Error }
  | { readonly is: 'progress'; readonly shows: 'attaching' | 'offline' | 'connecting' }
  /** @param ended it has been lost in the meantime: `lost` follows */
  | { readonly is: 'opened'; readonly connection: OpenConnection; readonly ended: boolean }
  /** Waiting cannot help. */
  | { readonly is: 'failed'; readonly error: Error }
  /** A connection has ended: this one, one that was left, or one of before. */
  | ({ readonly is: 'lost'; readonly connection: OpenConnection; readonly reasonCode: number | undefined } & EndedLife)
  /** What was under way is acknowledged, or has taken too long. */
  | { readonly is: 'drained'; readonly connection: OpenConnection }
  | { readonly is: 'left' }
  | { readonly is: 'paused' }
  /** The page has been hidden for long; or it is seen again. */
  | { readonly is: 'hidden' }
  | { readonly is: 'seen' };

/** What is to be done about it, in this order. */
export type Effect =
  | { readonly do: 'begin'; readonly life: Life }
  | {
      readonly do: 'connect';
      readonly life: Life;
      /** Milliseconds; undefined to try for as long as only the network is missing. */
      readonly within?: number;
      readonly first?: Credentials | undefined;
    }
  | { readonly do: 'renewSubscriptions' }
  | { readonly do: 'planRefresh'; readonly credentials: Credentials }
  | { readonly do: 'cancelRefresh' }
  | { readonly do: 'openOutbox'; readonly connection: OpenConnection }
  /** @param reasonCode that the broker gave, in MQTT 5 */
  | { readonly do: 'closeOutbox'; readonly end: 'planned' | 'unexpected'; readonly reasonCode?: number | undefined }
  | { readonly do: 'drain'; readonly life: Life; readonly connection: OpenConnection }
  /** DISCONNECT, to connect again with the same client ID: the broker keeps what comes in between. */
  | { readonly do: 'leave'; readonly life: Life; readonly connection: OpenConnection }
  | { readonly do: 'pause'; readonly life: Life; readonly atMost: number }
  /** Whoever waits tries again now. */
  | { readonly do: 'nudge' }
  /** Nothing of this life happens any more; what waits is rejected. */
  | { readonly do: 'end'; readonly life: Life; readonly reason: Error }
  /** @param unsubscribe from all filters, since nobody will fetch what the broker keeps for them */
  | { readonly do: 'disconnect'; readonly connection: OpenConnection; readonly unsubscribe: boolean };

export interface Transition {
  readonly state: KeeperState;
  readonly effects: readonly Effect[];
}
