import type { Clock } from '../base/clock.js';
import type { Faults } from '../base/faults.js';
import type { Connection, Refusal } from './connection.js';
import type { ConnectionRegister } from './connection-register.js';
import type { MessageLog } from './message-log.js';
import type { Message } from './mqtt/message.js';
import type { Outbox } from './mqtt/outbox.js';
import type { Will } from './mqtt/packets.js';
import type { RetainedMessages } from './mqtt/retained-messages.js';
import type { Session } from './mqtt/session.js';
import type { Sessions } from './mqtt/sessions.js';
import type { Transport } from './mqtt/transport.js';
import type { PacketRules } from './packet-rules.js';
import type { PresenceEvent } from './presence.js';

/** What the clients of a broker share. */
export interface ClientParts {
  readonly rules: PacketRules;
  readonly sessions: Sessions;
  readonly retained: RetainedMessages;
  readonly register: ConnectionRegister<Client>;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Whether MQTT 3.1.1 answers a SUBSCRIBE that the policies refuse, or the connection ends. */
  readonly refusedSubscribe: 'close' | 'suback';
  /** Retains it if it is to be, and sends it to all that have subscribed. */
  readonly dispatch: (message: Message) => void;
  /** Takes note of whom a message is sent to. */
  readonly messages: Pick<MessageLog, 'sent' | 'withheld'>;
  /** Called with each message that a client was allowed to publish. */
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
  readonly onPresence: (event: PresenceEvent) => void;
}

/** A client whose CONNECT was taken. */
export interface LetIn {
  readonly clientId: string;
  readonly session: Session;
  readonly outbox: Outbox;
  readonly will: Will | undefined;
}

/** How a connection ends. */
export interface Ending extends Refusal {
  /** Whether the will goes unsaid. @default false */
  readonly withoutWill?: boolean;
  /** Whether the client has gone without a word, or has said that it goes. @default neither */
  readonly client?: 'gone' | 'leaving';
}

/** One connection, for what handles its packets. */
export interface Client {
  readonly connection: Connection;
  readonly transport: Transport;
  readonly parts: ClientParts;
  /** Topics by alias. */
  readonly aliases: Map<number, string>;
  /** PUBACKs that have been said and not sent yet, where the transport has not sent anything since. */
  readonly pubacks: { count: number; flushes: number };
  /** Undefined until CONNECT was taken. */
  readonly letIn: LetIn | undefined;
  /** Lets the session begin; other packets are taken once the answer, which was sent before, has left. */
  begin(letIn: LetIn): void;
  /** The first reason stays. */
  end(ending: Ending): void;
  /** What the sandbox itself failed in ends this connection, and no other. */
  fail(where: string, error: unknown): void;
}
