import { createEmitter } from './emitter.js';
import { ClosedError, ThrottledError } from './iot-access-error.js';
import type { Presence, PresenceChange, PresenceEvents } from './presence-contract.js';
import type { PresenceRoom, PresenceVisitor } from './presence-tools.js';

/** Changes that wait for somebody who iterates. */
const MOST_WAITING = 10_000;

/** One presence of perhaps several in a room; the last that leaves it ends it. */
export function visit(
  room: PresenceRoom,
  onError: (error: unknown) => void,
  signal: AbortSignal | undefined,
): { readonly visitor: PresenceVisitor; presence(memberId: string): Presence; leave(): Promise<void> } {
  const events = createEmitter<PresenceEvents>((_name, error) => onError(error));
  const readers = new Set<(change: PresenceChange | undefined, error?: Error) => void>();
  let ended: { readonly error: Error | undefined } | undefined;

  const visitor: PresenceVisitor = {
    tell(changes) {
      for (const change of changes) {
        if (change.type === 'leave') events.emit('leave', change.member, change.reason);
        else events.emit(change.type, change.member);
        for (const read of [...readers]) read(change);
      }
      events.emit('members', room.members());
    },
    end(error) {
      signal?.removeEventListener('abort', abort);
      ended = { error };
      events.emit('end', ...(error ? [error] : []));
      for (const read of [...readers]) read(undefined, error);
    },
  };

  const leave = async () => {
    if (!room.visitors.delete(visitor)) return;
    visitor.end(undefined);
    if (room.visitors.size === 0) await room.leave();
  };

  const abort = () => void leave();
  signal?.addEventListener('abort', abort);

  async function* changes(): AsyncGenerator<PresenceChange, void, undefined> {
    const waiting: PresenceChange[] = room.members().map((member) => ({ type: 'join', member }));
    let over = ended;
    let wake = () => {};
    const read = (change: PresenceChange | undefined, error?: Error) => {
      if (change) waiting.push(change);
      else over = { error };
      if (waiting.length > MOST_WAITING) {
        waiting.length = 0;
        over = { error: new ThrottledError(`${MOST_WAITING} changes were not read.`, 'Read faster, or use members.') };
      }
      wake();
    };
    readers.add(read);
    try {
      for (;;) {
        const next = waiting.shift();
        if (next) yield next;
        else if (over?.error) throw over.error;
        else if (over) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      readers.delete(read);
    }
  }

  return {
    visitor,
    leave,
    presence: (memberId) => ({
      topic: room.topic,
      memberId,
      get members() {
        return ended ? [] : room.members();
      },
      on: events.on,
      update: async (data) => {
        if (ended) throw ended.error ?? new ClosedError();
        await room.update(data);
      },
      leave,
      [Symbol.asyncIterator]: changes,
    }),
  };
}
