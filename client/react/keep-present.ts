import type { IotClient, Presence, PresenceChange, PresenceMember } from '../index.js';
import { ClosedError, NotAuthorizedError } from '../index.js';
import type { KeptWish } from './kept-store.js';
import { NOT_PRESENT, type PresenceState } from './presence-state.js';

/** What the component says of itself now, as of its last render. */
export interface Said {
  readonly data: unknown;
  /** Seconds. */
  readonly heartbeat: number | undefined;
}

export interface ToldOfPresence {
  readonly said: () => Said;
  readonly change: (change: PresenceChange) => void;
  readonly set: (change: Partial<PresenceState>) => void;
}

export interface KeptPresence {
  /** Tells the others what is said now, unless they know. */
  announce(): void;
  end(): void;
}

/** Joins, and again when the client was closed or denied and is opened anew, or the user's rights are others. */
export function keepPresent(client: IotClient, { holder, name: topic }: KeptWish, told: ToldOfPresence): KeptPresence {
  const leaving = new AbortController();
  const { signal } = leaving;
  let presence: Presence | undefined;
  /** What the others know, as JSON. */
  let announced: string | undefined;
  /** Why it is not joined any more, until it is tried again. */
  let lost: 'with the client' | 'refused' | undefined;

  const isDown = () => client.state === 'closed' || client.state === 'denied';

  const fail = (error: Error | undefined) => {
    presence = undefined;
    if (signal.aborted) return;
    if (error instanceof NotAuthorizedError && !isDown()) lost = 'refused';
    else if (isDown() && !(error instanceof RangeError)) lost = 'with the client';
    // A client that is closed tells so by its state.
    told.set({ ...NOT_PRESENT, error: error instanceof ClosedError ? undefined : error });
  };

  const show = (members: readonly PresenceMember[]) =>
    told.set({ members, me: members.find(({ isMe }) => isMe), isPresent: true });

  const announce = () => {
    const { data } = told.said();
    if (presence === undefined || announced === asJson(data)) return;
    announced = asJson(data);
    presence.update(data).then(
      () => told.set({ error: undefined }),
      (error) => {
        // What ends it has told so by itself.
        if (presence !== undefined) told.set({ error });
      },
    );
  };

  const follow = (joined: Presence) => {
    presence = joined;
    joined.on('join', (member) => told.change({ type: 'join', member }));
    joined.on('update', (member) => told.change({ type: 'update', member }));
    joined.on('leave', (member, reason) => told.change({ type: 'leave', member, reason }));
    joined.on('members', show);
    joined.on('end', fail);
    told.set({ error: undefined });
    show(joined.members);
    // It may have become another while it joined.
    announce();
  };

  const join = () => {
    lost = undefined;
    const { data, heartbeat } = told.said();
    announced = asJson(data);
    const options = { signal, data, ...(heartbeat === undefined ? {} : { heartbeat }) };
    client.presence(topic, options).then((joined) => {
      if (!signal.aborted) follow(joined);
    }, fail);
  };

  const stops = [
    holder.onChange(() => {
      if (lost === 'with the client' && !isDown()) join();
    }),
    client.on('rights', () => {
      if (lost === 'refused') join();
    }),
  ];
  join();

  return {
    announce,
    end() {
      for (const stop of stops) stop();
      leaving.abort();
    },
  };
}

/** Data is compared as what is sent, so that an object may be a new one at each render. */
export function asJson(data: unknown): string {
  try {
    return JSON.stringify(data ?? null) ?? 'null';
  } catch (error) {
    // It is refused when it is to be sent.
    return String(error);
  }
}
