import type { MessageProperties } from './message-properties.js';

/** 0: at most once; 1: at least once. AWS IoT has no 2. */
export type QoS = 0 | 1;

/** 4 is MQTT 3.1.1. */
export type ProtocolVersion = 4 | 5;

export interface PublishFlags {
  readonly qos: QoS;
  readonly retain: boolean;
  /** MQTT 5 alone. */
  readonly properties?: MessageProperties;
}

/** One open MQTT connection. It never reconnects by itself. */
export interface MqttSession {
  /** The broker still had the subscriptions of this client ID. */
  readonly sessionPresent: boolean;
  /** Unacknowledged messages at QoS 1 that the broker takes. */
  readonly receiveMaximum: number;
  /** Resolves on PUBACK; at QoS 0 once written. @throws PacketRefused */
  publish(topic: string, payload: Uint8Array, flags: PublishFlags): Promise<void>;
  /** Resolves on SUBACK. @throws PacketRefused */
  subscribe(filter: string, qos: QoS): Promise<void>;
  unsubscribe(filter: string): Promise<void>;
  /** Sends DISCONNECT, so that no will is published and no session is taken over; resolves when the socket is closed. */
  close(): Promise<void>;
}

export interface ReceivedPacket {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly retain: boolean;
  readonly dup: boolean;
  readonly properties?: MessageProperties | undefined;
}

/** What the broker publishes when a connection ends without DISCONNECT. */
export interface Will extends PublishFlags {
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface OpenMqttOptions {
  /** Presigned. */
  readonly url: string;
  readonly clientId: string;
  readonly protocolVersion: ProtocolVersion;
  /** Seconds that the session outlives the connection; MQTT 5 alone. */
  readonly sessionExpiry: number;
  readonly will?: Will | undefined;
  readonly signal: AbortSignal;
  readonly onMessage: (packet: ReceivedPacket) => void;
  /**
   * Called once, however an opened connection ends.
   *
   * @param reasonCode of the broker's DISCONNECT, which there is in MQTT 5
   */
  readonly onClose: (reasonCode?: number) => void;
}

/** @throws ConnectFailure, or the signal's reason */
export type OpenMqtt = (options: OpenMqttOptions) => Promise<MqttSession>;

/** Why a connection did not come about. */
export class ConnectFailure extends Error {
  /**
   * - `handshake`: the WebSocket did not open. `status` is the HTTP status where it can be known; browsers hide it.
   * - `connect`: it opened, and CONNECT was refused: in MQTT 5 with a reason code, in MQTT 3.1.1 by closing without an
   *   answer (https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html).
   * - `network`: nothing answered.
   */
  readonly kind: 'handshake' | 'connect' | 'network';
  readonly status: number | undefined;
  /** Of the CONNACK in MQTT 5. */
  readonly reasonCode: number | undefined;

  constructor(
    kind: ConnectFailure['kind'],
    details: Pick<Partial<ConnectFailure>, 'status' | 'reasonCode' | 'cause'> = {},
  ) {
    super(`${kind} failed`, { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.reasonCode = details.reasonCode;
  }
}

/** The broker answered a packet with a code that says no, and the connection goes on. */
export class PacketRefused extends Error {
  /** Of MQTT 5. */
  readonly reasonCode: number | undefined;

  constructor(reasonCode: number | undefined) {
    super(`refused with reason code ${reasonCode}`);
    this.reasonCode = reasonCode;
  }
}
