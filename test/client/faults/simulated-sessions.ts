import { covers } from '../../../client/topic-limits.js';
import type { SimulatedLink } from './simulated-link.js';

export interface SentMessage {
  readonly id: string;
  readonly topic: string;
}

/** What the broker keeps for a client ID between two connections. */
export interface Session {
  readonly filters: Set<string>;
  /** At QoS 1, not acknowledged, in order. */
  waiting: SentMessage[];
  link: SimulatedLink | undefined;
  /** Ends the connection that there is, by a code. */
  end: (reasonCode?: number) => void;
  deliver: (message: SentMessage, dup: boolean) => void;
}

/** The persistent sessions of a broker. */
export class SimulatedSessions {
  readonly #sessions = new Map<string, Session>();
  /** What nobody need get: it waited in a session that the broker has forgotten. */
  readonly excused = new Set<string>();
  /** What was put into a session, so somebody must get it. */
  readonly owed = new Set<string>();

  open(clientId: string): { session: Session; isPresent: boolean } {
    const known = this.#sessions.get(clientId);
    const session = known ?? {
      filters: new Set<string>(),
      waiting: [],
      link: undefined,
      end: () => undefined,
      deliver: () => undefined,
    };
    this.#sessions.set(clientId, session);
    return { session, isPresent: known !== undefined };
  }

  all(): Session[] {
    return [...this.#sessions.values()];
  }

  publish(message: SentMessage): void {
    for (const session of this.all()) {
      if (![...session.filters].some((filter) => covers(filter, message.topic))) continue;
      session.waiting.push(message);
      this.owed.add(message.id);
      session.deliver(message, false);
    }
  }

  /** As when they have expired. Those that are connected go on. */
  forget(): void {
    for (const [clientId, session] of this.#sessions) {
      if (session.link !== undefined) continue;
      for (const { id } of session.waiting) this.excused.add(id);
      this.#sessions.delete(clientId);
    }
  }
}
