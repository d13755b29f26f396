import { type ClientParts, DEADLINE_MS } from './client-parts.js';
import type { Announcer } from './presence-announcer.js';
import type { PresenceChange } from './presence-contract.js';
import type { Members } from './presence-members.js';

/** One's own tab in a room. */
export interface RoomSelf {
  readonly memberId: string;
  readonly tab: string;
  readonly members: Members;
  readonly announcer: Announcer;
}

export interface StayOptions {
  readonly parts: Pick<ClientParts, 'keeper' | 'events' | 'beforeClose'>;
  readonly me: RoomSelf;
  /** Milliseconds between two announcements. */
  readonly beat: number;
  readonly tell: (changes: readonly PresenceChange[]) => void;
}

/** Announces again and again, and notices who does so no more. Gives what ends it. */
export function stayInRoom({ parts, me, beat, tell }: StayOptions): (() => void)[] {
  const { keeper, events, beforeClose } = parts;
  const { members, announcer } = me;
  let last = Date.now();

  const timer = setInterval(() => {
    const [now, before] = [Date.now(), last];
    last = now;
    // Nothing could be heard while there was no connection, or while the device slept.
    if (keeper.state !== 'connected' || now - before > 2 * beat) members.spare(now + beat);
    tell(members.expire(now));
    announcer.announceSoon();
  }, beat);

  const onClose = () => void announcer.say({ is: 'left' }).catch(() => undefined);
  beforeClose.add(onClose);

  const off = events.on('step', ({ step }) => {
    if (step !== 'connected') return;
    members.spare(Date.now() + beat);
    keeper.start(DEADLINE_MS).then(
      () => announcer.announceSoon(/* ask */ true),
      () => undefined,
    );
  });

  return [() => clearInterval(timer), () => beforeClose.delete(onClose), off];
}
