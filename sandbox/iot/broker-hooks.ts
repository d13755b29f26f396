import type { Duplex } from 'node:stream';
import type { AedesOptions, Client } from 'aedes';
import type { Connection } from './connection.js';
import { MQTT_LIMITS } from './mqtt-limits.js';
import type { PacketRules } from './packet-rules.js';

export interface BrokerHooksOptions {
  readonly rules: PacketRules;
  readonly connectionOf: (client: Client) => Connection | undefined;
  /** What ends a connection over which the sandbox itself failed. */
  readonly failed: (connection: Connection | undefined, where: string, error: unknown) => Error;
  /** A client that was let in, whose session may have been kept. */
  readonly resumed: (clientId: string) => void;
}

/** What the broker asks before it does anything: every hook goes through `judge`, as the broker catches nothing. */
export function brokerHooks({ rules, connectionOf, failed, resumed }: BrokerHooksOptions): AedesOptions {
  const judge = (
    client: Client,
    where: string,
    rule: (connection: Connection) => Error | undefined,
  ): Error | undefined => {
    const connection = connectionOf(client);
    try {
      if (connection === undefined) throw new Error(`client ${client.id} has no connection`);
      return rule(connection);
    } catch (error) {
      return failed(connection, where, error);
    }
  };

  return {
    maxClientsIdLength: MQTT_LIMITS.clientIdBytes,
    // A refused CONNECT gets no CONNACK from AWS: the socket closes. Only here can that be done.
    preConnect(client, packet, done) {
      const problem = judge(client, 'CONNECT', (connection) => {
        const refusal = rules.connect(connection, packet);
        if (refusal === undefined) resumed(packet.clientId);
        return refusal;
      });
      done(problem ?? null, problem === undefined);
    },
    authorizePublish(client, packet, done) {
      // Without a client it is a will whose connection is gone: nobody's permission can be asked.
      if (client === null) return done(new Error('a will without a connection'));
      done(judge(client, 'PUBLISH', (connection) => rules.publish(connection, packet)) ?? null);
    },
    // Judged before, as part of its SUBSCRIBE. A persistent session takes up again what is still allowed, and no more.
    authorizeSubscribe(client, subscription, done) {
      let granted = false;
      const problem = judge(client, 'SUBSCRIBE', (connection) => {
        const isNew = connection.connectedAt !== undefined;
        granted = isNew
          ? !connection.refusedFilters.has(subscription.topic)
          : rules.mayResume(connection, subscription);
        if (granted && !isNew) connection.subscriptions.add(subscription.topic);
        return undefined;
      });
      if (problem !== undefined) return done(problem);
      done(null, granted ? subscription : null);
    },
    authorizeForward(client, packet) {
      let allowed = false;
      const problem = judge(client, 'delivery', (connection) => {
        allowed = rules.mayReceive(connection, packet);
        return undefined;
      });
      if (problem !== undefined) (client.conn as Duplex).destroy(problem);
      return allowed ? packet : null;
    },
  };
}
