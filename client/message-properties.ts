import type { IPublishPacket } from 'mqtt';

/** What a message says of itself beside its payload, in MQTT 5. */
export interface MessageProperties {
  /** Text pairs; a list where a name is there more than once. */
  readonly userProperties?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** As a MIME type: `application/json`. */
  readonly contentType?: string | undefined;
  /** Where an answer is expected. */
  readonly responseTopic?: string | undefined;
  /** By which whoever asked knows the answer. */
  readonly correlationData?: Uint8Array | undefined;
  /** Seconds after which it is not delivered any more; of a message that came, what is left of them. */
  readonly messageExpiry?: number | undefined;
}

type WireProperties = NonNullable<IPublishPacket['properties']>;

/** As MQTT.js writes them; undefined where there are none. */
export function toWire(properties: MessageProperties, topicAlias?: number): WireProperties | undefined {
  const { userProperties, contentType, responseTopic, correlationData, messageExpiry } = properties;
  const all = {
    userProperties,
    contentType,
    responseTopic,
    correlationData,
    messageExpiryInterval: messageExpiry,
    topicAlias,
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : (Object.fromEntries(given) as WireProperties);
}

/** As MQTT.js has read them. */
export function fromWire(wire: IPublishPacket['properties']): MessageProperties {
  if (wire === undefined) return {};
  const { userProperties, contentType, responseTopic, correlationData, messageExpiryInterval } = wire;
  return {
    // Of no prototype in MQTT.js, which equals no object that an app writes down.
    userProperties: userProperties && { ...userProperties },
    contentType,
    responseTopic,
    correlationData: correlationData && bytesOf(correlationData),
    messageExpiry: messageExpiryInterval,
  };
}

/** Not the Buffer, which in a browser is one of MQTT.js's own. */
export function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
