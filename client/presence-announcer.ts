import { REFUSED_WITHIN_MS } from './messages-of.js';
import { NotAuthorizedError } from './not-authorized-error.js';
import type { PresenceMessage } from './presence-messages.js';
import type { PresenceTools } from './presence-tools.js';
import { utf8Bytes } from './utf8-bytes.js';

/** Tells the others of a room that a tab is there. While there is no connection it says nothing: who is away is away. */
export interface Announcer {
  /** What the others see of it. */
  data: unknown;
  say(message: PresenceMessage): Promise<void>;
  announce(options?: { readonly ask?: boolean; readonly qos?: 0 | 1 }): Promise<void>;
  /** Where nobody waits for it. */
  announceSoon(ask?: boolean): void;
  /** Somebody has asked. */
  answer(): void;
  stop(): void;
}

export interface AnnouncerOptions extends Pick<PresenceTools, 'parts'> {
  /** The tab's own. */
  readonly topic: string;
  /** Seconds. */
  readonly heartbeat: number;
  readonly data: unknown;
  /** It is not allowed any more. */
  readonly onRefused: (error: Error) => void;
}

/** Milliseconds, by chance up to that, before who was asked answers, so that not all do at once. */
const ANSWER_WITHIN_MS = 1000;

export function createAnnouncer({ parts, topic, heartbeat, onRefused, ...given }: AnnouncerOptions): Announcer {
  const properties = parts.mqtt.protocolVersion === 5 ? { messageExpiry: 3 * heartbeat } : {};
  let answering: ReturnType<typeof setTimeout> | undefined;

  const send = async (message: PresenceMessage, qos: 0 | 1) => {
    if (parts.keeper.state !== 'connected') return;
    const bytes = utf8Bytes(JSON.stringify(message));
    // Not by `publish`, which may keep it over a reload: then it is no longer so.
    await parts.send({
      action: 'iot:Publish',
      name: topic,
      async send(session) {
        await session.publish(topic, bytes, { qos, retain: false, properties });
        if (qos === 0) await new Promise((resolve) => setTimeout(resolve, REFUSED_WITHIN_MS));
      },
      publishes: parts.publishesOf(topic),
      urgent: false,
    });
  };

  const stop = () => {
    clearTimeout(answering);
    answering = undefined;
  };

  const announcer: Announcer = {
    data: given.data,
    say: (message) => send(message, 1),
    async announce({ ask = false, qos = 0 } = {}) {
      stop();
      await send({ is: 'here', every: heartbeat, data: announcer.data, ...(ask && { ask }) }, qos);
    },
    announceSoon(ask = false) {
      announcer.announce({ ask }).catch((error: unknown) => {
        if (error instanceof NotAuthorizedError) onRefused(error);
      });
    },
    answer() {
      answering ??= setTimeout(announcer.announceSoon, Math.random() * ANSWER_WITHIN_MS);
    },
    stop,
  };
  return announcer;
}
