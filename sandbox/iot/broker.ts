import type { ConnectionSnapshot } from '../../contract/mqtt-connection.js';
import type { Clock } from '../base/clock.js';
import type { Faults } from '../base/faults.js';
import { createRateLimiter } from '../base/rate-limiter.js';
import type { VerifiedCaller } from '../iam/sigv4.js';
import { partitionOf } from '../template/partition.js';
import type { Client, ClientParts } from './client.js';
import { type Connection, type ConnectionSource, newConnection } from './connection.js';
import { type ConnectionDetails, detailsOf } from './connection-details.js';
import { createConnectionRegister } from './connection-register.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import { createMessageLog, type MessageLog } from './message-log.js';
import { createDispatch } from './mqtt/dispatch.js';
import { expiryOf, type Message } from './mqtt/message.js';
import { NO_PROPERTIES } from './mqtt/packet-properties.js';
import type { MessageProperties } from './mqtt/packets.js';
import { REASON } from './mqtt/reason-codes.js';
import {
  createRetainedMessages,
  emptyRetainedMessages,
  type RetainedMessageState,
  type RetainedMessages,
} from './mqtt/retained-messages.js';
import type { Session } from './mqtt/session.js';
import { createSessions } from './mqtt/sessions.js';
import { createSubscriptionIndex } from './mqtt/subscription-index.js';
import type { Transport } from './mqtt/transport.js';
import { MqttClient } from './mqtt-client.js';
import { MQTT_LIMITS } from './mqtt-limits.js';
import { createPacketRules, type PacketRules } from './packet-rules.js';
import type { PresenceEvent } from './presence.js';

export interface BrokerOptions {
  readonly authorize: AuthorizeDataPlane;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /**
   * What a refused SUBSCRIBE of MQTT 3.1.1 gets. Seen on AWS: the connection closes. For clients that want to be tested
   * against a SUBACK with 0x80, which AWS documents for quotas, there is `suback`.
   */
  readonly refusedSubscribe: 'close' | 'suback';
  /** What is retained. @default nothing yet */
  readonly retained?: RetainedMessageState;
  /** Told of what fails in the sandbox itself. */
  readonly faults: Faults;
  /** Called with each message that a client was allowed to publish. */
  readonly onMessage?: (topic: string, payload: Uint8Array) => void;
  /** Called when clients come, go, subscribe and unsubscribe. */
  readonly onPresence?: (event: PresenceEvent) => void;
  /** Takes note of the messages. @default one that nobody looks at */
  readonly messages?: MessageLog;
  /** What stands between the packets and their rules: a log. @default nothing */
  readonly watched?: (rules: PacketRules) => PacketRules;
}

/** A message that comes from no client. */
export interface ServiceMessage {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  /** @default 1 */
  readonly qos?: 0 | 1;
  /** @default false */
  readonly retain?: boolean;
  /** Of MQTT 5. @default none */
  readonly properties?: MessageProperties;
}

/** The message broker of AWS IoT Core: MQTT 3.1, 3.1.1 and 5, every packet authorized. */
export interface Broker {
  /** Takes over a connection whose upgrade request was signed by `caller`. @returns undefined once it has stopped */
  accept(transport: Transport, caller: VerifiedCaller, source: ConnectionSource): Readonly<Connection> | undefined;
  /** As `DeleteConnection` does: false if no such client is connected, or has a session. */
  disconnect(clientId: string, options?: DisconnectOptions): boolean;
  /** Publishes as AWS's own services do: nobody is asked but the receivers. */
  publish(message: ServiceMessage): void;
  /** What `GetRetainedMessage` and `ListRetainedMessages` tell. */
  readonly retained: Pick<RetainedMessages, 'get' | 'list'>;
  /** Of a client that is connected, or has a session. */
  connection(clientId: string): ConnectionDetails | undefined;
  /** Open connections, then those that ended last. */
  connections(): readonly ConnectionSnapshot[];
  stop(): Promise<void>;
}

/** https://docs.aws.amazon.com/iot/latest/apireference/API_iotdata_DeleteConnection.html */
export interface DisconnectOptions {
  /** Whether the session goes, too. @default false */
  readonly cleanSession?: boolean;
  /** @default false */
  readonly preventWillMessage?: boolean;
}

export function createBroker(options: BrokerOptions): Broker {
  const { authorize, clock, region, accountId, refusedSubscribe, faults } = options;
  const { onMessage = () => undefined, onPresence = () => undefined, watched = (rules) => rules } = options;
  const { messages = createMessageLog(clock.now, () => undefined) } = options;
  const register = createConnectionRegister<Client>();
  const index = createSubscriptionIndex<Session>();
  const sessions = createSessions(clock, index);
  const retained = createRetainedMessages(options.retained ?? emptyRetainedMessages(), clock.now);
  const deliver = createDispatch(index, retained);
  const dispatch = (message: Message) => {
    const publisher = message.from === undefined ? undefined : register.connected(message.from);
    const end = messages.begin(message, publisher?.connection.caller.principal.cognito?.identityId);
    deliver(message);
    end();
  };
  const arn = (kind: string, name: string) =>
    `arn:${partitionOf(region).name}:iot:${region}:${accountId}:${kind}/${name}`;
  const parts: ClientParts = {
    rules: watched(createPacketRules({ authorize, clock, arn })),
    sessions,
    retained,
    register,
    clock,
    faults,
    refusedSubscribe,
    dispatch,
    messages,
    onMessage: (topic, payload) => faults.contain('MQTT message', () => onMessage(topic, payload)),
    onPresence: (event) => faults.contain('MQTT presence', () => onPresence(event)),
  };

  let isStopped = false;

  return {
    retained,
    accept(transport, caller, source) {
      // Its signature was still being verified.
      if (isStopped) {
        transport.destroy();
        return undefined;
      }
      const publishes = createRateLimiter(clock.now, MQTT_LIMITS.publishesPerSecond);
      const connection = newConnection(caller, source, publishes);
      const plans = [
        // AWS documents no check of credentials during a connection; closing at their end is the stricter reading.
        clock.at(caller.expiration, () => client.end(EXPIRED)),
        clock.at(clock.now() + MQTT_LIMITS.connectionLifetime, () => client.end(TOO_OLD)),
      ];
      const client = new MqttClient(connection, transport, parts, () => {
        for (const cancel of plans) cancel();
      });
      return connection;
    },
    publish({ topic, payload, qos = 1, retain = false, properties = NO_PROPERTIES }) {
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
      const expiresAt = expiryOf(properties, clock.now());
      dispatch({ topic, payload: bytes, qos, retain, properties, expiresAt, from: undefined });
    },
    disconnect(clientId, { cleanSession = false, preventWillMessage = false } = {}) {
      const session = sessions.get(clientId);
      if (session === undefined) return false;
      const client = register.connected(clientId);
      if (cleanSession) session.expiry = 0;
      if (client !== undefined) client.end({ ...DELETED, withoutWill: preventWillMessage });
      else if (cleanSession) sessions.end(session);
      return true;
    },
    connection: (clientId) => detailsOf(sessions.get(clientId), register),
    connections: register.snapshots,
    async stop() {
      isStopped = true;
      for (const client of register.open()) client.end({ ...STOPPED, withoutWill: true });
    },
  };
}

const EXPIRED = {
  reason: 'AUTH_ERROR',
  explanation: 'the credentials that signed the connection have expired',
  code: REASON.notAuthorized,
} as const;

const TOO_OLD = {
  reason: 'WEBSOCKET_TTL_EXPIRATION',
  explanation: 'a WebSocket lives 24 hours',
  code: REASON.maximumConnectTime,
} as const;

const DELETED = {
  reason: 'API_INITIATED_DISCONNECT',
  explanation: 'DeleteConnection was called',
  code: REASON.administrativeAction,
} as const;

const STOPPED = {
  reason: 'SERVER_INITIATED_DISCONNECT',
  explanation: 'the sandbox stops',
  code: REASON.serverShuttingDown,
} as const;
