import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import type { ConnectionEnd, ConnectionSnapshot } from '../../contract/mqtt-connection.js';
import type { Clock } from '../base/clock.js';
import type { Faults } from '../base/faults.js';
import { createRateLimiter } from '../base/rate-limiter.js';
import type { VerifiedCaller } from '../iam/sigv4.js';
import { brokerHooks } from './broker-hooks.js';
import { type Connection, newConnection, recordEnd } from './connection.js';
import { type ConnectionRegister, createConnectionRegister } from './connection-register.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import { MQTT_LIMITS } from './mqtt-limits.js';
import { PacketGate } from './packet-gate.js';
import { createPacketRules } from './packet-rules.js';
import { createPersistentSessions } from './persistent-sessions.js';

export interface BrokerOptions {
  readonly authorize: AuthorizeDataPlane;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /**
   * What a refused SUBSCRIBE gets. Seen on AWS: the connection closes. For clients that want to be tested against
   * a SUBACK with 0x80, which AWS documents for quotas, there is `suback`.
   */
  readonly refusedSubscribe: 'close' | 'suback';
  /** Told of what fails in the sandbox itself. */
  readonly faults: Faults;
  /** Called with each message that a client was allowed to publish. */
  readonly onMessage?: (topic: string, payload: Buffer) => void;
}

/** The message broker of AWS IoT Core: MQTT 3.1 and 3.1.1, every packet authorized. */
export interface Broker {
  /** Takes over a stream whose upgrade request was signed by `caller`. */
  accept(stream: Duplex, caller: VerifiedCaller, sourceIp: string | undefined): void;
  /** As `DeleteConnection` does: false if no such client is connected. */
  disconnect(clientId: string): boolean;
  /** Publishes as AWS's own services do: nobody is asked but the receivers. */
  publish(topic: string, payload: string): void;
  /** Open connections, then those that ended last. */
  connections(): readonly ConnectionSnapshot[];
  stop(): Promise<void>;
}

export async function createBroker(options: BrokerOptions): Promise<Broker> {
  const { authorize, clock, region, accountId, refusedSubscribe, faults } = options;
  const register = createConnectionRegister();
  const arn = (kind: string, name: string) => `arn:aws:iot:${region}:${accountId}:${kind}/${name}`;
  const rules = createPacketRules({ authorize, clock, arn, refusedSubscribe });

  /** What ends a connection over which the sandbox itself failed: that one, and no other. */
  const failed = (connection: Connection | undefined, where: string, error: unknown): Error => {
    const { number } = faults.report(`MQTT ${where}`, error);
    const explanation = `the sandbox itself failed: fault ${number} in its log`;
    return connection === undefined ? new Error(explanation) : recordEnd(connection, 'SERVER_ERROR', explanation);
  };
  const aedes = await Aedes.createBroker(
    brokerHooks({ rules, connectionOf: register.of, failed, resumed: (clientId) => sessions.resumed(clientId) }),
  );
  listenTo(aedes, options, register);
  const persistence = persistenceOf(aedes);
  const retainedOn = persistence.createRetainedStreamCombi.bind(persistence);
  // A retained message greets who subscribes to exactly its topic.
  // https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-retain
  persistence.createRetainedStreamCombi = (filters) => retainedOn(filters.filter((filter) => !/[+#]/.test(filter)));
  const sessions = createPersistentSessions(
    clock,
    (clientId) => register.connected(clientId) !== undefined,
    (id) => void persistence.cleanSubscriptions({ id }),
  );

  return {
    accept(transport, caller, sourceIp) {
      const publishes = createRateLimiter(clock.now, MQTT_LIMITS.publishesPerSecond);
      const connection = newConnection(caller, sourceIp, publishes);
      const stream: PacketGate = new PacketGate(transport, {
        admit: (packet) => rules.admit(connection, packet, { hasConnack: stream.hasAnswered }),
        onFault: (error) => failed(connection, 'packet', error),
      });
      register.add(stream, connection);
      aedes.handle(stream);
      const endAt = (time: number, reason: ConnectionEnd['reason'], explanation: string) =>
        clock.at(time, () => void stream.destroy(recordEnd(connection, reason, explanation)));
      // AWS documents no check of credentials during a connection; closing at their end is the stricter reading.
      const plans = [
        endAt(caller.expiration, 'AUTH_ERROR', 'the credentials that signed the connection have expired'),
        endAt(clock.now() + MQTT_LIMITS.connectionLifetime, 'WEBSOCKET_TTL_EXPIRATION', 'a WebSocket lives 24 hours'),
      ];
      stream.once('close', () => {
        faults.contain('MQTT close', () => {
          for (const cancel of plans) cancel();
          const { persistent, connectedAt, clientId } = connection;
          if (persistent && connectedAt && clientId) sessions.left(clientId);
          register.closed(stream, connection, clock.now());
        });
      });
    },
    publish(topic, payload) {
      aedes.publish({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false }, () => undefined);
    },
    disconnect(clientId) {
      const found = register.connected(clientId);
      if (found === undefined) return false;
      const [stream, connection] = found;
      recordEnd(connection, 'API_INITIATED_DISCONNECT', 'DeleteConnection was called');
      stream.destroy();
      return true;
    },
    connections: register.snapshots,
    stop: () =>
      new Promise((resolve) => {
        aedes.close(() => {
          for (const stream of register.streams()) stream.destroy();
          resolve();
        });
      }),
  };
}

/** What of Aedes' persistence is used here; its types leave these out. */
interface Persistence {
  /** Without its subscriptions nothing of a session is taken up or delivered again. */
  cleanSubscriptions(client: { readonly id: string }): Promise<unknown>;
  createRetainedStreamCombi(filters: readonly string[]): unknown;
}

function persistenceOf(aedes: Aedes): Persistence {
  // Aedes keeps on itself what it was given as an option, and types the option alone.
  return (aedes as unknown as { persistence: Persistence }).persistence;
}

/** What the broker tells of: messages, clients that were let in, and ends. */
function listenTo(
  aedes: Aedes,
  { clock, faults, onMessage = () => undefined }: BrokerOptions,
  register: ConnectionRegister,
): void {
  // What the sandbox itself publishes comes without a client.
  aedes.on('publish', ({ topic, payload }, client) => {
    if (client !== null) faults.contain('MQTT message', () => onMessage(topic, Buffer.from(payload)));
  });
  // Before CONNACK: whoever has that may ask for the connection.
  aedes.on('client', (client) => {
    const connection = register.of(client);
    if (connection !== undefined) connection.connectedAt = clock.now();
  });
  aedes.on('keepaliveTimeout', (client) => {
    register.endsAs(client, 'MQTT_KEEP_ALIVE_TIMEOUT', 'nothing came for 1.5 times the keep-alive interval');
  });
  // Aedes has closed the client. Where we refused it, the connection's end says why already.
  const closedFor = (client: Client, { code = '', message }: NodeJS.ErrnoException) => {
    // Errors of the WebSocket's own protocol are the client's too.
    register.endsAs(client, code === '' || code.startsWith('WS_ERR_') ? 'CLIENT_ERROR' : 'CONNECTION_LOST', message);
  };
  aedes.on('clientError', closedFor);
  aedes.on('connectionError', closedFor);
  // Nobody else listens: without this, what fails in Aedes' own housekeeping would end the process.
  (aedes as NodeJS.EventEmitter).on('error', (error: unknown) => void faults.report('MQTT broker', error));
}
