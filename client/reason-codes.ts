/**
 * What the codes of MQTT 5 mean that AWS IoT and its clients may meet. Which of them it sends:
 * https://docs.aws.amazon.com/iot/latest/developerguide/mqtt.html#mqtt5-reason-codes
 */
const NAMES = {
  128: 'Unspecified error',
  129: 'Malformed Packet',
  130: 'Protocol Error',
  131: 'Implementation specific error',
  132: 'Unsupported Protocol Version',
  133: 'Client Identifier not valid',
  134: 'Bad User Name or Password',
  135: 'Not authorized',
  136: 'Server unavailable',
  137: 'Server busy',
  139: 'Server shutting down',
  141: 'Keep Alive timeout',
  142: 'Session taken over',
  143: 'Topic Filter invalid',
  144: 'Topic Name invalid',
  145: 'Packet identifier in use',
  147: 'Receive Maximum exceeded',
  148: 'Topic Alias invalid',
  149: 'Packet too large',
  150: 'Message rate too high',
  151: 'Quota exceeded',
  152: 'Administrative action',
  153: 'Payload format invalid',
  154: 'Retain not supported',
  155: 'QoS not supported',
  158: 'Shared Subscriptions not supported',
  159: 'Connection rate exceeded',
  161: 'Subscription Identifiers not supported',
} as const;

export const NOT_AUTHORIZED = 0x87;
export const TAKEN_OVER = 0x8e;

/** What will be over in a moment, or in a while. */
const OF_LOAD: ReadonlySet<number> = new Set([0x88, 0x89, 0x96, 0x97, 0x9f]);

/** Why the broker ended a connection that had done nothing wrong. */
const OF_NO_PACKET: ReadonlySet<number> = new Set([0x00, 0x88, 0x89, 0x8b, 0x8d, TAKEN_OVER, 0x98]);

/** `0x90 Topic Name invalid`. */
export function nameOfReason(code: number): string {
  const name = NAMES[code as keyof typeof NAMES] ?? 'of an unknown kind';
  return `0x${code.toString(16).padStart(2, '0')} ${name}`;
}

/** Whether the same may be taken later. */
export function isOfLoad(code: number): boolean {
  return OF_LOAD.has(code);
}

/** Whether it is a packet of the client's own that the connection was ended for. */
export function isOfPacket(code: number): boolean {
  return !OF_NO_PACKET.has(code);
}
