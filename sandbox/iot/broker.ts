import type { Duplex } from 'node:stream';
import {
  Aedes,
  type AedesPublishPacket,
  type Client,
  type ConnectPacket,
  type PublishPacket,
  type Subscription,
} from 'aedes';
import type { Clock } from '../clock.js';
import type { VerifiedCaller } from '../iam/sigv4.js';
import { createRateLimiter, type RateLimiter } from '../rate-limiter.js';
import {
  type Connection,
  type ConnectionEnd,
  type ConnectionSnapshot,
  connectConditions,
  newConnection,
  snapshotOf,
  takenOver,
} from './connections.js';
import type { AuthorizeDataPlane } from './data-plane.js';
import { clientIdProblem, effectiveKeepAlive, filterCovers, MQTT_LIMITS, messageProblem } from './mqtt-limits.js';
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
}

/** The message broker of AWS IoT Core: MQTT 3.1 and 3.1.1, every packet authorized. */
export interface Broker {
  /** Takes over a stream whose upgrade request was signed by `caller`. */
  accept(stream: Duplex, caller: VerifiedCaller, sourceIp: string | undefined): void;
  /** As `DeleteConnection` does: false if no such client is connected. */
  disconnect(clientId: string): boolean;
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
}: BrokerOptions): Promise<Broker> {
  /** Also after its end, for a will that is published then. */
  const known = new WeakMap<object, Connection>();
  const open = new Map<Duplex, Connection>();
  const ended: ConnectionSnapshot[] = [];
  const connects = new Map<string, RateLimiter>();
  const arn = (kind: string, name: string) => `arn:aws:iot:${region}:${accountId}:${kind}/${name}`;

  /** Ends the connection without an answer, as AWS does, and remembers why. */
  const refuse = (connection: Connection, reason: ConnectionEnd['reason'], explanation: string): Error => {
    connection.end ??= { reason, explanation };
    return new Error(explanation);
  };

  const decide = (connection: Connection, action: string, resource: string, conditions?: Map<string, string[]>) =>
    authorize(connection.caller.principal, {
      action,
      resource,
      clientId: connection.clientId ?? '',
      sourceIp: connection.sourceIp,
      ...(conditions === undefined ? {} : { conditions }),
    });

  /** The error that ends the connection if the action is refused. */
  const refusal = (connection: Connection, action: string, resource: string, conditions?: Map<string, string[]>) => {
    const { allowed, reason } = decide(connection, action, resource, conditions);
    return allowed ? undefined : refuse(connection, 'FORBIDDEN_ACCESS', reason ?? `${action} was refused`);
  };

  const connectProblem = (connection: Connection, packet: ConnectPacket): Error | undefined => {
    if (Number(packet.protocolVersion) > 4) {
      return refuse(connection, 'CLIENT_ERROR', 'the sandbox emulates MQTT 3.1 and 3.1.1, not MQTT 5');
    }
    const problem = clientIdProblem(packet.clientId);
    if (problem !== undefined) return refuse(connection, 'CLIENT_ERROR', problem);
    if (!limiterOf(packet.clientId).take()) {
      return refuse(connection, 'THROTTLED', 'one CONNECT a second for each client ID');
    }
    connection.clientId = packet.clientId;
    packet.keepalive = effectiveKeepAlive(packet.keepalive);
    const conditions = connectConditions(packet, (topic) => arn('topic', topic));
    const refused = refusal(connection, 'iot:Connect', arn('client', packet.clientId), conditions);
    if (refused !== undefined) connection.end = { reason: 'AUTH_ERROR', explanation: refused.message };
    else sessions.resumed(packet.clientId);
    connection.persistent = packet.clean === false;
    return refused;
  };

  const limiterOf = (clientId: string) => {
    const known = connects.get(clientId);
    if (known !== undefined) return known;
    const limiter = createRateLimiter(clock.now, MQTT_LIMITS.connectsPerSecondPerClientId);
    connects.set(clientId, limiter);
    clock.at(clock.now() + 60_000, () => connects.delete(clientId));
    return limiter;
  };

  const publishProblem = (connection: Connection, packet: PublishPacket): Error | undefined => {
    connection.received += 1;
    const problem = messageProblem(packet);
    if (problem !== undefined) return refuse(connection, 'CLIENT_ERROR', problem);
    // AWS discards what is above the quota without a word. A sandbox should not hide that: it ends the connection.
    if (!connection.publishes.take()) {
      return refuse(connection, 'THROTTLED', `${MQTT_LIMITS.publishesPerSecond} publishes a second on each connection`);
    }
    const topic = arn('topic', packet.topic);
    return (
      refusal(connection, 'iot:Publish', topic) ??
      (packet.retain ? refusal(connection, 'iot:RetainPublish', topic) : undefined)
    );
  };

  const subscribeProblem = (connection: Connection, { topic, qos }: Subscription): Error | undefined => {
    const problem = messageProblem({ topic, qos });
    if (problem !== undefined) return refuse(connection, 'CLIENT_ERROR', problem);
    const limit = MQTT_LIMITS.subscriptionsPerConnection;
    if (!connection.subscriptions.has(topic) && connection.subscriptions.size >= limit) {
      return refuse(connection, 'THROTTLED', `${limit} subscriptions on each connection`);
    }
    return undefined;
  };

  const aedes = await Aedes.createBroker({
    maxClientsIdLength: MQTT_LIMITS.clientIdBytes,
    // A refused CONNECT gets no CONNACK from AWS: the socket closes. Only here can that be done.
    preConnect(client, packet, done) {
      const problem = connectProblem(connectionOf(known, client), packet);
      done(problem ?? null, problem === undefined);
    },
    authorizePublish(client, packet, done) {
      // Without a client it is a will whose connection is gone: nobody's permission can be asked.
      if (client === null) return done(new Error('a will without a connection'));
      done(publishProblem(connectionOf(known, client), packet) ?? null);
    },
    authorizeSubscribe(client, subscription, done) {
      const connection = connectionOf(known, client);
      const problem = subscribeProblem(connection, subscription);
      if (problem !== undefined) return done(problem);
      const { allowed, reason } = decide(connection, 'iot:Subscribe', arn('topicfilter', subscription.topic));
      if (allowed) {
        connection.subscriptions.add(subscription.topic);
        return done(null, subscription);
      }
      // A persistent session takes up again what is still allowed, and nothing else.
      if (refusedSubscribe === 'suback' || connection.connectedAt === undefined) return done(null, null);
      done(refuse(connection, 'FORBIDDEN_ACCESS', reason ?? 'iot:Subscribe was refused'));
    },
    authorizeForward(client, packet) {
      return mayReceive(connectionOf(known, client), packet) ? packet : null;
    },
  });

  const mayReceive = (connection: Connection, { topic }: AedesPublishPacket): boolean => {
    if (![...connection.subscriptions].some((filter) => filterCovers(filter, topic))) return false;
    if (!decide(connection, 'iot:Receive', arn('topic', topic)).allowed) return false;
    if (!connection.publishes.take()) return false;
    connection.delivered += 1;
    return true;
  };

  aedes.on('subscribe', (subscriptions, client) => {
    const connection = connectionOf(known, client);
    if (subscriptions.length <= MQTT_LIMITS.filtersPerSubscribe) return;
    refuse(connection, 'CLIENT_ERROR', `${MQTT_LIMITS.filtersPerSubscribe} filters in one SUBSCRIBE`);
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
    refuse(
      connectionOf(known, client),
      'MQTT_KEEP_ALIVE_TIMEOUT',
      'nothing came for 1.5 times the keep-alive interval',
    );
  });
  // Aedes has closed the client. Where we refused it, the connection's end says why already.
  const closedFor = (client: Client, error: NodeJS.ErrnoException) =>
    refuse(connectionOf(known, client), error.code === undefined ? 'CLIENT_ERROR' : 'CONNECTION_LOST', error.message);
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
          refuse(connection, reason, explanation);
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
    disconnect(clientId) {
      const found = connected(clientId);
      if (found === undefined) return false;
      const [stream, connection] = found;
      refuse(connection, 'API_INITIATED_DISCONNECT', 'DeleteConnection was called');
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
