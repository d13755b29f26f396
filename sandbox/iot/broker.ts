import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import type { Clock } from '../clock.js';
import type { VerifiedCaller } from '../iam/sigv4.js';
import { createRateLimiter } from '../rate-limiter.js';
import {
  type Connection,
  type ConnectionEnd,
  type ConnectionSnapshot,
  ending,
  newConnection,
  snapshotOf,
  takenOver,
} from './connections.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import { MQTT_LIMITS } from './mqtt-limits.js';
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

/** Ended connections that are still told about. */
const KEPT_ENDED = 200;

export async function createBroker({
  authorize,
  clock,
  region,
  accountId,
  refusedSubscribe,
  onMessage = () => undefined,
}: BrokerOptions): Promise<Broker> {
  /** Also after its end, for a will that is published then. */
  const known = new WeakMap<object, Connection>();
  const open = new Map<Duplex, Connection>();
  const ended: ConnectionSnapshot[] = [];
  const arn = (kind: string, name: string) => `arn:aws:iot:${region}:${accountId}:${kind}/${name}`;
  const rules = createPacketRules({ authorize, clock, arn });

  const aedes = await Aedes.createBroker({
    maxClientsIdLength: MQTT_LIMITS.clientIdBytes,
    // A refused CONNECT gets no CONNACK from AWS: the socket closes. Only here can that be done.
    preConnect(client, packet, done) {
      const problem = rules.connect(connectionOf(known, client), packet);
      if (problem === undefined) sessions.resumed(packet.clientId);
      done(problem ?? null, problem === undefined);
    },
    authorizePublish(client, packet, done) {
      // Without a client it is a will whose connection is gone: nobody's permission can be asked.
      if (client === null) return done(new Error('a will without a connection'));
      done(rules.publish(connectionOf(known, client), packet) ?? null);
    },
    authorizeSubscribe(client, subscription, done) {
      const connection = connectionOf(known, client);
      const problem = rules.subscribe(connection, subscription);
      if (problem !== undefined) return done(problem);
      const refusal = rules.subscribeRefusal(connection, subscription.topic);
      if (refusal === undefined) {
        connection.subscriptions.add(subscription.topic);
        return done(null, subscription);
      }
      // A persistent session takes up again what is still allowed, and nothing else.
      if (refusedSubscribe === 'suback' || connection.connectedAt === undefined) return done(null, null);
      done(ending(connection, 'FORBIDDEN_ACCESS', refusal));
    },
    authorizeForward(client, packet) {
      return rules.mayReceive(connectionOf(known, client), packet) ? packet : null;
    },
  });

  // What the sandbox itself publishes comes without a client.
  aedes.on('publish', ({ topic, payload }, client) => {
    if (client !== null) onMessage(topic, Buffer.from(payload));
  });
  aedes.on('subscribe', (subscriptions, client) => {
    const connection = connectionOf(known, client);
    if (subscriptions.length <= MQTT_LIMITS.filtersPerSubscribe) return;
    ending(connection, 'CLIENT_ERROR', `${MQTT_LIMITS.filtersPerSubscribe} filters in one SUBSCRIBE`);
    client.close();
  });
  aedes.on('unsubscribe', (topics, client) => {
    for (const topic of topics) connectionOf(known, client).subscriptions.delete(topic);
  });
  // Before CONNACK: whoever has that may ask for the connection.
  aedes.on('client', (client) => {
    connectionOf(known, client).connectedAt = clock.now();
  });
  aedes.on('keepaliveTimeout', (client) => {
    ending(
      connectionOf(known, client),
      'MQTT_KEEP_ALIVE_TIMEOUT',
      'nothing came for 1.5 times the keep-alive interval',
    );
  });
  // Aedes has closed the client. Where we refused it, the connection's end says why already.
  const closedFor = (client: Client, error: NodeJS.ErrnoException) =>
    ending(connectionOf(known, client), error.code === undefined ? 'CLIENT_ERROR' : 'CONNECTION_LOST', error.message);
  aedes.on('clientError', closedFor);
  aedes.on('connectionError', closedFor);
  // Aedes' types leave it out; without its subscriptions nothing of a session is taken up or delivered again.
  const { persistence } = aedes as unknown as { persistence: { cleanSubscriptions(client: { id: string }): unknown } };
  const connected = (clientId: string) =>
    [...open].find(([, connection]) => connection.clientId === clientId && connection.connectedAt !== undefined);
  const sessions = createPersistentSessions(
    clock,
    (clientId) => connected(clientId) !== undefined,
    (id) => void persistence.cleanSubscriptions({ id }),
  );

  return {
    accept(stream, caller, sourceIp) {
      const publishes = createRateLimiter(clock.now, MQTT_LIMITS.publishesPerSecond);
      const connection = newConnection(caller, sourceIp, publishes);
      known.set(stream, connection);
      open.set(stream, connection);
      const client = aedes.handle(stream);
      const endAt = (time: number, reason: ConnectionEnd['reason'], explanation: string) =>
        clock.at(time, () => {
          ending(connection, reason, explanation);
          client.close();
        });
      // AWS documents no check of credentials during a connection; closing at their end is the stricter reading.
      const plans = [
        endAt(caller.expiration, 'AUTH_ERROR', 'the credentials that signed the connection have expired'),
        endAt(clock.now() + MQTT_LIMITS.connectionLifetime, 'WEBSOCKET_TTL_EXPIRATION', 'a WebSocket lives 24 hours'),
      ];
      stream.once('close', () => {
        for (const cancel of plans) cancel();
        open.delete(stream);
        if (connection.persistent && connection.connectedAt && connection.clientId) sessions.left(connection.clientId);
        connection.end ??= takenOver(open, connection) ?? {
          reason: 'CLIENT_INITIATED_DISCONNECT',
          explanation: 'the client closed the connection',
        };
        ended.push(snapshotOf(connection, clock.now()));
        if (ended.length > KEPT_ENDED) ended.shift();
      });
    },
    publish(topic, payload) {
      aedes.publish({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false }, () => undefined);
    },
    disconnect(clientId) {
      const found = connected(clientId);
      if (found === undefined) return false;
      const [stream, connection] = found;
      ending(connection, 'API_INITIATED_DISCONNECT', 'DeleteConnection was called');
      stream.destroy();
      return true;
    },
    connections: () => [...[...open.values()].map((connection) => snapshotOf(connection)), ...ended.toReversed()],
    stop: () =>
      new Promise((resolve) => {
        aedes.close(() => {
          for (const stream of open.keys()) stream.destroy();
          resolve();
        });
      }),
  };
}

function connectionOf(known: WeakMap<object, Connection>, client: Client): Connection {
  const connection = known.get(client.conn);
  if (connection === undefined) throw new Error(`client ${client.id} has no connection`);
  return connection;
}
