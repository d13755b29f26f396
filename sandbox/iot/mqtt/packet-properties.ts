import { type Fields, MalformedPacket } from './packet-fields.js';
import type { Properties, UserProperty } from './packets.js';
import { REASON } from './reason-codes.js';

/** Where properties stand: in a packet that clients send, or in the will of a CONNECT. */
export type PropertyPlace = 'CONNECT' | 'will' | 'PUBLISH' | 'PUBACK' | 'SUBSCRIBE' | 'UNSUBSCRIBE' | 'DISCONNECT';

export const NO_PROPERTIES: Properties = Object.freeze({});

interface PropertyRule {
  readonly name: Exclude<keyof Properties, 'userProperties'>;
  readonly read: (fields: Fields) => Properties[keyof Properties];
  readonly places: readonly PropertyPlace[];
  /** 0 is a protocol error. */
  readonly positive?: boolean;
}

const USER_PROPERTY = 38;

/** The standard's table 2-4, without what only servers send. */
const RULES = new Map<number, PropertyRule>([
  [1, { name: 'payloadFormatIndicator', read: flag, places: ['will', 'PUBLISH'] }],
  [2, { name: 'messageExpiryInterval', read: longNumber, places: ['will', 'PUBLISH'] }],
  [3, { name: 'contentType', read: text, places: ['will', 'PUBLISH'] }],
  [8, { name: 'responseTopic', read: text, places: ['will', 'PUBLISH'] }],
  [9, { name: 'correlationData', read: binary, places: ['will', 'PUBLISH'] }],
  [11, { name: 'subscriptionIdentifier', read: variableNumber, places: ['SUBSCRIBE'], positive: true }],
  [17, { name: 'sessionExpiryInterval', read: longNumber, places: ['CONNECT', 'DISCONNECT'] }],
  [21, { name: 'authenticationMethod', read: text, places: ['CONNECT'] }],
  [22, { name: 'authenticationData', read: binary, places: ['CONNECT'] }],
  [23, { name: 'requestProblemInformation', read: flag, places: ['CONNECT'] }],
  [24, { name: 'willDelayInterval', read: longNumber, places: ['will'] }],
  [25, { name: 'requestResponseInformation', read: flag, places: ['CONNECT'] }],
  [31, { name: 'reasonString', read: text, places: ['PUBACK', 'DISCONNECT'] }],
  [33, { name: 'receiveMaximum', read: number, places: ['CONNECT'], positive: true }],
  [34, { name: 'topicAliasMaximum', read: number, places: ['CONNECT'] }],
  [35, { name: 'topicAlias', read: number, places: ['PUBLISH'] }],
  [39, { name: 'maximumPacketSize', read: longNumber, places: ['CONNECT'], positive: true }],
]);

/** Reads the properties that begin here, with their length. @throws MalformedPacket for one that does not belong here */
export function readProperties(fields: Fields, place: PropertyPlace): Properties {
  const length = fields.variableNumber();
  if (length === 0) return NO_PROPERTIES;
  const end = fields.place + length;
  const properties: Record<string, unknown> = {};
  const userProperties: UserProperty[] = [];
  while (fields.place < end) {
    const id = fields.variableNumber();
    if (id === USER_PROPERTY) {
      userProperties.push([fields.text(), fields.text()]);
      continue;
    }
    const rule = RULES.get(id);
    if (rule === undefined || !rule.places.includes(place)) {
      throw new MalformedPacket(`property ${id} in ${place}`);
    }
    const { name, read, positive = false } = rule;
    if (properties[name] !== undefined) throw new MalformedPacket(`${name} twice`, REASON.protocolError);
    const value = read(fields);
    if (positive && value === 0) throw new MalformedPacket(`${name} 0`, REASON.protocolError);
    properties[name] = value;
  }
  if (fields.place !== end) throw new MalformedPacket('properties longer than they say');
  return userProperties.length === 0 ? properties : { ...properties, userProperties };
}

function flag(fields: Fields): boolean {
  const byte = fields.byte();
  if (byte > 1) throw new MalformedPacket(`${byte} where a property is 0 or 1`, REASON.protocolError);
  return byte === 1;
}

function number(fields: Fields): number {
  return fields.number();
}

function longNumber(fields: Fields): number {
  return fields.longNumber();
}

function variableNumber(fields: Fields): number {
  return fields.variableNumber();
}

function text(fields: Fields): string {
  return fields.text();
}

function binary(fields: Fields): Uint8Array {
  return fields.binary();
}
