import { checkTopic } from './topic-limits.js';
import { utf8Bytes } from './utf8-bytes.js';
import { utf8Text } from './utf8-text.js';

/** What a tab tells the others of a room on a topic of its own. */
export type PresenceMessage = Announcement | { readonly is: 'left' | 'lost' };

export interface Announcement {
  readonly is: 'here';
  /** Seconds until the next one. */
  readonly every: number;
  readonly data: unknown;
  /** The others are to announce themselves, too. */
  readonly ask?: boolean;
}

/** Seconds. */
export const HEARTBEAT = { usual: 30, shortest: 5, longest: 300 };
/** In bytes of JSON. */
const LONGEST_DATA = 4096;
const LONGEST_MESSAGE = 2 * LONGEST_DATA;

/**
 * Where the members of `topic` announce themselves: `<topic>/presence/<identity ID>/<tab>`, so that a policy can hold
 * everybody to the own identity ID.
 */
export function presenceTopic(topic: string, memberId: string, tab: string): string {
  return `${topic}/presence/${memberId}/${tab}`;
}

/** Who a message is of, by its topic. */
export function senderOf(topic: string): { readonly memberId: string; readonly tab: string } {
  const [memberId = '', tab = ''] = topic.split('/').slice(-2);
  return { memberId, tab };
}

/** @throws RangeError when members of that topic could not be told apart, or AWS IoT would not take theirs */
export function checkRoom(topic: string): void {
  checkTopic(topic);
  if (/^\$|^presence$|(^|\/)presence(\/|$)/.test(topic)) {
    throw new RangeError(
      `Presence needs a topic that is not reserved and has no level "presence": ${topic} will not do.`,
    );
  }
  if (topic.split('/').length > 5) throw new RangeError(`Presence needs three levels of eight; ${topic} leaves fewer.`);
}

/** @throws RangeError */
export function checkHeartbeat(seconds: number): void {
  const { shortest, longest } = HEARTBEAT;
  if (seconds >= shortest && seconds <= longest) return;
  throw new RangeError(`heartbeat is ${seconds}; it is ${shortest} to ${longest} seconds.`);
}

/** @throws RangeError when it is too long, or TypeError when it is no JSON */
export function checkData(data: unknown): void {
  const bytes = utf8Bytes(JSON.stringify(data ?? null)).length;
  if (bytes > LONGEST_DATA) throw new RangeError(`The data has ${bytes} bytes of JSON; ${LONGEST_DATA} are the most.`);
}

/** Undefined when it is none: anybody may have sent it who may publish there. */
export function readPresenceMessage(payload: Uint8Array): PresenceMessage | undefined {
  if (payload.length > LONGEST_MESSAGE) return undefined;
  try {
    const { is, every, data, ask } = JSON.parse(utf8Text(payload));
    if (is === 'left' || is === 'lost') return { is };
    if (is !== 'here' || typeof every !== 'number') return undefined;
    const { shortest, longest } = HEARTBEAT;
    return { is, every: Math.min(longest, Math.max(shortest, every)), data: data ?? null, ask: ask === true };
  } catch {
    return undefined;
  }
}
