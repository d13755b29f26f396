import type { IotClient } from './client-contract.js';
import type { ClientParts } from './client-parts.js';
import type { PresenceChange, PresenceMember } from './presence-contract.js';

/** What the presences of one client share. */
export interface PresenceTools {
  readonly parts: ClientParts;
  readonly methods: Pick<IotClient, 'subscribe' | 'connection'>;
  /** By topic, in the order of joining. */
  readonly rooms: Map<string, PresenceRoom>;
  /** The next connection is to have a will for the first room: when that may be, in milliseconds since 1970. */
  renewal: { timer: ReturnType<typeof setTimeout> | undefined; notBefore: number };
}

/** What several presences of one topic share. */
export interface PresenceRoom {
  readonly topic: string;
  /** Who looks at it. */
  readonly visitors: Set<PresenceVisitor>;
  /** Once, for all; gives one's own member ID. */
  join(): Promise<string>;
  members(): readonly PresenceMember[];
  update(data: unknown): Promise<void>;
  /** Tells the others. */
  leave(): Promise<void>;
}

export interface PresenceVisitor {
  tell(changes: readonly PresenceChange[]): void;
  end(error: Error | undefined): void;
}
