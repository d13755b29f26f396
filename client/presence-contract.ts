/** How one is present. */
export interface PresenceOptions {
  /** What the others see of this member, as JSON: a name, a status. 4 kB at most. @default null */
  readonly data?: unknown;
  /**
   * Seconds between two announcements, 5 to 300; who has not announced for three times as long has left. Each is
   * delivered to every member.
   *
   * @default 30
   */
  readonly heartbeat?: number;
  /** Leaves. */
  readonly signal?: AbortSignal;
}

/** A user, however many tabs and devices that user is there with. */
export interface PresenceMember {
  /** The identity ID, which is no secret of a user who has signed in. */
  readonly memberId: string;
  /** What the member says; of several tabs, the one that said something new last. It is somebody else's text: check it. */
  readonly data: unknown;
  /** Whether it is this client's own user. */
  readonly isMe: boolean;
}

/** `left` by its own doing; `lost` when its last connection broke. */
export type LeaveReason = 'left' | 'lost';

/** What has happened to one member. */
export type PresenceChange =
  | { readonly type: 'join' | 'update'; readonly member: PresenceMember }
  | { readonly type: 'leave'; readonly member: PresenceMember; readonly reason: LeaveReason };

/** What `on` listens to. */
export type PresenceEvents = {
  /** Somebody has come. */
  join: [member: PresenceMember];
  /** Its data has changed. */
  update: [member: PresenceMember];
  /** Somebody has gone. */
  leave: [member: PresenceMember, reason: LeaveReason];
  /** All who are there, after each change. */
  members: [members: readonly PresenceMember[]];
  /** It is over: by `leave()` or `close()`, or with the error when AWS IoT no longer allows it. */
  end: [error?: Error];
};

/** Who is there. Iterated over, it gives a `join` for each who is there already, then every change, until it ends. */
export interface Presence extends AsyncIterable<PresenceChange> {
  /** Below which it takes place. */
  readonly topic: string;
  /** One's own. */
  readonly memberId: string;
  /** All who are there, oneself among them. Others are known a moment after joining. */
  readonly members: readonly PresenceMember[];
  /** Gives a function that takes the listener back. */
  on<Name extends keyof PresenceEvents>(name: Name, listener: (...args: PresenceEvents[Name]) => void): () => void;
  /** Changes what the others see. @throws what `publish` throws */
  update(data: unknown): Promise<void>;
  /** The others see it at once. */
  leave(): Promise<void>;
}
