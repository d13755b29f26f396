import { DEADLINE_MS } from './client-parts.js';
import { ClosedError } from './iot-access-error.js';
import { createAnnouncer } from './presence-announcer.js';
import type { PresenceChange } from './presence-contract.js';
import { createMembers } from './presence-members.js';
import { presenceTopic, readPresenceMessage, senderOf } from './presence-messages.js';
import { type RoomSelf, stayInRoom } from './presence-stay.js';
import type { PresenceRoom, PresenceTools, PresenceVisitor } from './presence-tools.js';
import { settleWill } from './presence-will.js';
import type { HeardMessage } from './subscriptions.js';
import { tabName } from './tab-name.js';

export interface RoomOptions {
  /** Seconds. */
  readonly heartbeat: number;
  readonly data: unknown;
}

export function createRoom(tools: PresenceTools, topic: string, options: RoomOptions): PresenceRoom {
  const { parts, methods, rooms } = tools;
  const { keeper } = parts;
  const visitors = new Set<PresenceVisitor>();
  let joined: Promise<string> | undefined;
  let self: RoomSelf | undefined;
  let over = false;
  const endings: (() => void)[] = [];

  const tell = (changes: readonly PresenceChange[]) => {
    if (changes.length > 0) for (const visitor of [...visitors]) visitor.tell(changes);
  };

  const hear = ({ topic: from, payload }: HeardMessage) => {
    const message = readPresenceMessage(payload);
    if (self === undefined || message === undefined) return;
    const { members, announcer } = self;
    const { memberId, tab } = senderOf(from);
    if (memberId === self.memberId && tab === self.tab) {
      // The will of a connection that this one has replaced.
      if (message.is === 'lost') announcer.announceSoon();
    } else if (message.is === 'here') {
      if (message.ask) announcer.answer();
      tell(members.hear(memberId, tab, message.data, Date.now() + 3000 * message.every));
    } else tell(members.gone(memberId, tab, message.is));
  };

  const seeMyself = (me: RoomSelf) => me.members.hear(me.memberId, me.tab, me.announcer.data, Number.POSITIVE_INFINITY);

  /** It may have been left while it was being joined. */
  const checkOpen = () => {
    if (over) throw new ClosedError();
  };

  const enter = async () => {
    // On the way to a connection it comes in time for it.
    if (keeper.state !== 'connected') settleWill(tools);
    parts.ensureStarted();
    await keeper.start(DEADLINE_MS);
    checkOpen();
    const memberId = parts.credentials.identityId ?? '';
    const tab = tabName(keeper.clientId ?? '', memberId);
    const own = presenceTopic(topic, memberId, tab);
    const announcer = createAnnouncer({ parts, topic: own, ...options, onRefused: end });
    self = { memberId, tab, members: createMembers(memberId), announcer };
    seeMyself(self);
    // Who comes and goes while a connection is replaced is told afterwards; announcements, at QoS 0, are not kept.
    const subscription = await methods.subscribe(presenceTopic(topic, '+', '+'), hear);
    endings.push(announcer.stop, () => void subscription.unsubscribe().catch(() => undefined));
    checkOpen();
    await announcer.announce({ ask: true, qos: 1 });
    checkOpen();
    settleWill(tools);
    endings.push(...stayInRoom({ parts, me: self, beat: 1000 * options.heartbeat, tell }));
    return memberId;
  };

  /** The others are told nothing. */
  const end = (error?: Error) => {
    over = true;
    if (rooms.get(topic) === room) rooms.delete(topic);
    settleWill(tools);
    self = undefined;
    for (const stop of endings.splice(0)) stop();
    for (const visitor of [...visitors]) visitor.end(error);
    visitors.clear();
  };

  endings.push(
    parts.events.on('state', (state, error) => {
      if (state === 'closed' || state === 'denied') end(error);
    }),
  );

  const room: PresenceRoom = {
    topic,
    visitors,
    join() {
      joined ??= enter().catch((error: Error) => {
        end(error);
        throw error;
      });
      return joined;
    },
    members: () => self?.members.list() ?? [],
    async update(data) {
      if (self === undefined) return;
      self.announcer.data = data;
      tell(seeMyself(self));
      await self.announcer.announce({ qos: 1 });
    },
    async leave() {
      const was = self;
      end();
      await was?.announcer.say({ is: 'left' }).catch(() => undefined);
    },
  };
  return room;
}
