import type { Client, ClientParts, Ending, LetIn } from './client.js';
import { answerConnect } from './connect-answer.js';
import type { Connection } from './connection.js';
import { handleDisconnect } from './disconnect-packet.js';
import { KeepAlive } from './mqtt/keep-alive.js';
import { MalformedPacket } from './mqtt/packet-fields.js';
import { PacketStream } from './mqtt/packet-stream.js';
import type { Packet } from './mqtt/packets.js';
import { readPacket } from './mqtt/read-packet.js';
import { REASON } from './mqtt/reason-codes.js';
import type { Transport } from './mqtt/transport.js';
import { disconnect, pingresp } from './mqtt/write-packet.js';
import { MQTT_LIMITS } from './mqtt-limits.js';
import { handlePublish, messageOf } from './publish-answer.js';
import { handleSubscribe, handleUnsubscribe } from './subscribe-answer.js';

/** Milliseconds until CONNECT has come. */
const CONNECT_TIME = 30_000;

/** Bytes of answers that a client may leave unread. */
const MOST_UNREAD = 2 ** 25;

/** Reads what one connection sends, has it judged, and answers as its version of MQTT does. */
export class MqttClient implements Client {
  readonly connection: Connection;
  readonly transport: Transport;
  readonly parts: ClientParts;
  readonly aliases = new Map<number, string>();
  readonly pubacks = { count: 0, flushes: 0 };
  readonly #over: () => void;
  readonly #packets: PacketStream;
  readonly #keepAlive: KeepAlive;
  #letIn: LetIn | undefined;
  /** Whether CONNACK has left. */
  #isAnswered = false;
  #isOver = false;

  /** @param over called when the connection has ended */
  constructor(connection: Connection, transport: Transport, parts: ClientParts, over: () => void) {
    this.#over = over;
    this.connection = connection;
    this.transport = transport;
    this.parts = parts;
    this.#packets = new PacketStream(() => longestPacket(connection));
    this.#keepAlive = new KeepAlive(() => this.#silent());
    this.#keepAlive.expect(CONNECT_TIME);
    parts.register.add(this);
    transport.listen({
      bytes: (bytes) => this.#take(bytes),
      error: (error) => this.#failed(error),
      close: () => this.end({ ...CLOSED, client: 'gone' }),
    });
  }

  get letIn(): LetIn | undefined {
    return this.#letIn;
  }

  begin(letIn: LetIn): void {
    this.#letIn = letIn;
    this.parts.register.letIn(letIn.clientId, this);
    this.#keepAlive.expect((this.connection.keepAlive ?? 0) * 1500);
    this.transport.flush(() => {
      this.#isAnswered = true;
    });
  }

  end(ending: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { connection, parts } = this;
    connection.end = { reason: ending.reason, explanation: ending.explanation };
    connection.endedAt = parts.clock.now();
    this.#keepAlive.stop();
    this.#over();
    this.#goodbye(ending);
    parts.faults.contain('MQTT close', () => {
      parts.register.ended(this);
      if (this.#letIn !== undefined) this.#leave(this.#letIn, ending.withoutWill ?? false);
    });
  }

  fail(where: string, error: unknown): void {
    const { number } = this.parts.faults.report(`MQTT ${where}`, error);
    const explanation = `the sandbox itself failed: fault ${number} in its log`;
    this.end({ reason: 'SERVER_ERROR', explanation, code: REASON.unspecifiedError });
  }

  /** MQTT 5 is told why; before it, the connection just closes. */
  #goodbye({ code, client }: Ending): void {
    const { connection, transport } = this;
    if (client === 'gone') return void transport.destroy();
    if (client === 'leaving') return void transport.close();
    if (connection.version !== 5) {
      transport.flush();
      return void transport.destroy();
    }
    if (this.#letIn !== undefined) transport.send(disconnect(code));
    transport.close();
  }

  #leave({ clientId, session, outbox, will }: LetIn, withoutWill: boolean): void {
    const { connection, parts } = this;
    outbox.stop();
    if (session.receiver === outbox) parts.sessions.left(session);
    parts.onPresence({ kind: 'disconnected', clientId, connection });
    if (will === undefined || withoutWill) return;
    if (parts.rules.leaveWill(connection, will) === undefined) {
      parts.dispatch(messageOf(will, clientId, parts.clock.now()));
      parts.onMessage(will.topic, will.payload);
    }
  }

  #take(bytes: Buffer): void {
    if (this.#isOver) return;
    this.#keepAlive.heard();
    let where = 'packet';
    try {
      this.#packets.add(bytes);
      for (let packet = this.#packets.next(); packet !== undefined; packet = this.#packets.next()) {
        where = 'packet';
        const read = readPacket(packet, this.connection.version);
        where = read.name;
        this.#handle(read);
        if (this.#isOver) return;
      }
    } catch (error) {
      if (error instanceof MalformedPacket) {
        this.end({ reason: 'CLIENT_ERROR', explanation: error.message, code: error.code });
      } else this.fail(where, error);
    }
    if (this.transport.backlog > MOST_UNREAD) this.end({ ...UNREAD, client: 'gone' });
  }

  #handle(packet: Packet): void {
    if (packet.name === 'CONNECT') {
      // [MQTT-3.1.0-2]
      if (this.#letIn !== undefined) return void this.#protocolError('a second CONNECT');
      return void answerConnect(this, packet);
    }
    const letIn = this.#letIn;
    // https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt-differences
    if (letIn === undefined || !this.#isAnswered) {
      return void this.#protocolError(`a client waits for CONNACK before ${packet.name}`);
    }
    switch (packet.name) {
      case 'PUBLISH':
        return void handlePublish(this, packet);
      case 'PUBACK':
        return void letIn.outbox.acknowledge(packet.packetId);
      case 'SUBSCRIBE':
        return void handleSubscribe(this, letIn, packet);
      case 'UNSUBSCRIBE':
        return void handleUnsubscribe(this, letIn, packet);
      case 'PINGREQ':
        return void this.transport.send(pingresp());
      case 'DISCONNECT':
        return void handleDisconnect(this, letIn, packet);
    }
  }

  #protocolError(explanation: string): void {
    this.end({ reason: 'CLIENT_ERROR', explanation, code: REASON.protocolError });
  }

  #silent(): void {
    if (this.#letIn === undefined) return void this.#protocolError('no CONNECT came within 30 seconds');
    const explanation = 'nothing came for 1.5 times the keep-alive interval';
    this.end({ reason: 'MQTT_KEEP_ALIVE_TIMEOUT', explanation, code: REASON.keepAliveTimeout });
  }

  #failed({ code = '', message }: NodeJS.ErrnoException): void {
    // Errors of the WebSocket's own protocol are the client's too.
    const reason = code === '' || code.startsWith('WS_ERR_') ? 'CLIENT_ERROR' : 'CONNECTION_LOST';
    this.end({ reason, explanation: message, code: REASON.malformedPacket });
  }
}

const CLOSED = {
  reason: 'CLIENT_INITIATED_DISCONNECT',
  explanation: 'the client closed the connection',
  code: REASON.success,
} as const;

const UNREAD = {
  reason: 'CONNECTION_LOST',
  explanation: 'the client does not read what it is sent',
  code: REASON.quotaExceeded,
} as const;

/** Bytes after the fixed header; before CONNECT it may become MQTT 5. */
function longestPacket({ version }: Connection): number {
  return version === 3 || version === 4 ? MQTT_LIMITS.remainingLength : MQTT_LIMITS.packetBytes - 4;
}
