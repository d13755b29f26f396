import { throwIfAborted } from './abortable.js';
import { AttachRefusedError } from './attach-refused-error.js';
import { NotSignedInError } from './iot-access-error.js';
import type { Presence, PresenceOptions } from './presence-contract.js';
import { checkData, checkHeartbeat, checkRoom, HEARTBEAT } from './presence-messages.js';
import { createRoom } from './presence-room.js';
import type { PresenceTools } from './presence-tools.js';
import { visit } from './presence-visit.js';
import { untilAborted } from './until-aborted.js';

/** @throws as `presence` of the client does */
export async function joinPresence(tools: PresenceTools, topic: string, options: PresenceOptions): Promise<Presence> {
  const { data, heartbeat = HEARTBEAT.usual, signal } = options;
  checkRoom(topic);
  checkHeartbeat(heartbeat);
  checkData(data);
  throwIfAborted(signal);
  await tools.methods.connection(signal && { signal }).catch((error: unknown) => {
    throwIfAborted(signal);
    return refuseGuests(error);
  });
  throwIfAborted(signal);
  const { rooms } = tools;
  const known = rooms.get(topic);
  const room = known ?? createRoom(tools, topic, { heartbeat, data: data ?? null });
  rooms.set(topic, room);
  const { visitor, presence, leave } = visit(room, tools.parts.onError, signal);
  room.visitors.add(visitor);
  try {
    const memberId = await (signal ? untilAborted(room.join(), signal) : room.join());
    if (known !== undefined && data !== undefined) await room.update(data);
    return presence(memberId);
  } catch (error) {
    await leave();
    throw error;
  }
}

/** `/attach-policy` answers nobody but users who have signed in. */
function refuseGuests(error: unknown): never {
  const isGuest = error instanceof NotSignedInError || (error instanceof AttachRefusedError && error.status === 403);
  if (!isGuest) throw error;
  throw new NotSignedInError(
    'Presence is for users who have signed in: it shows the identity ID, which is all that it takes to get the credentials of a guest.',
    `Sign in first. ${error.message}`,
    error,
  );
}
