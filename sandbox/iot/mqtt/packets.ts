/** Level of the protocol as CONNECT names it: 3 is MQTT 3.1, 4 is 3.1.1. */
export type ProtocolVersion = 3 | 4 | 5;

export type UserProperty = readonly [name: string, value: string];

/** Properties that a message takes along from its publisher to its receivers. */
export interface MessageProperties {
  readonly payloadFormatIndicator?: boolean;
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  /** Seconds. */
  readonly messageExpiryInterval?: number;
  /** In the order in which they were sent. */
  readonly userProperties?: readonly UserProperty[];
}

/** Properties of whatever a client sends; which packet may have which is checked while it is read. */
export interface Properties extends MessageProperties {
  /** Seconds. */
  readonly sessionExpiryInterval?: number;
  readonly receiveMaximum?: number;
  /** Bytes. */
  readonly maximumPacketSize?: number;
  readonly topicAliasMaximum?: number;
  readonly topicAlias?: number;
  readonly subscriptionIdentifier?: number;
  /** Seconds. */
  readonly willDelayInterval?: number;
  readonly requestProblemInformation?: boolean;
  readonly requestResponseInformation?: boolean;
  readonly authenticationMethod?: string;
  readonly authenticationData?: Uint8Array;
  readonly reasonString?: string;
}

export interface Will {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly retain: boolean;
  readonly properties: Properties;
}

export interface ConnectPacket {
  readonly name: 'CONNECT';
  readonly version: ProtocolVersion;
  readonly clientId: string;
  /** Clean session, in MQTT 5 clean start. */
  readonly clean: boolean;
  /** Seconds. */
  readonly keepAlive: number;
  readonly will: Will | undefined;
  readonly properties: Properties;
}

export interface PublishPacket {
  readonly name: 'PUBLISH';
  /** Empty where a topic alias stands for it. */
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: number;
  readonly retain: boolean;
  /** 0 at QoS 0. */
  readonly packetId: number;
  readonly properties: Properties;
}

/** A filter of a SUBSCRIBE, with its options; the latter three are MQTT 5's. */
export interface TopicFilter {
  readonly topic: string;
  readonly qos: number;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  /** 0: retained messages come with each subscription, 1: with a new one, 2: with none. */
  readonly retainHandling: number;
}

export interface SubscribePacket {
  readonly name: 'SUBSCRIBE';
  readonly packetId: number;
  readonly filters: readonly TopicFilter[];
  readonly properties: Properties;
}

export interface UnsubscribePacket {
  readonly name: 'UNSUBSCRIBE';
  readonly packetId: number;
  readonly filters: readonly string[];
}

export interface PubackPacket {
  readonly name: 'PUBACK';
  readonly packetId: number;
}

export interface PingreqPacket {
  readonly name: 'PINGREQ';
}

export interface DisconnectPacket {
  readonly name: 'DISCONNECT';
  readonly reasonCode: number;
  readonly properties: Properties;
}

/** What a client sends. */
export type Packet =
  | ConnectPacket
  | PublishPacket
  | PubackPacket
  | SubscribePacket
  | UnsubscribePacket
  | PingreqPacket
  | DisconnectPacket;
