import { checkProperties } from './mqtt-options.js';
import type { ProtocolVersion, Will } from './mqtt-session.js';
import { readPayload } from './payload.js';
import type { LastWill } from './publish-options.js';
import { checkQos, checkTopic } from './topic-limits.js';

/** The one last will that AWS IoT takes of a connection: the app's, or else the one of a presence. */
export interface Wills {
  /** For the next CONNECT. */
  next(identityId: string, clientId: string): Will | undefined;
  /** CONNECT was refused: as the will may be why, the one of a presence is left out from now on. */
  refused(): void;
  /** The will of a presence on that topic; undefined takes it back. The app's own goes before. */
  lend(topic: string | undefined, will: LentWill): void;
  /** Whether the last CONNECT had another one than the next will have. */
  readonly isOld: boolean;
}

type LentWill = (topic: string, identityId: string, clientId: string) => Will;

/** @throws RangeError saying what is wrong with the option `will` */
export function createWills(own: LastWill | undefined, protocolVersion: ProtocolVersion): Wills {
  let lent: { readonly topic: string; readonly will: LentWill } | undefined;
  /** The topic of the presence that the last CONNECT had the will of. */
  let left: string | undefined;
  const given = own && readWill(own, protocolVersion);

  return {
    next(identityId, clientId) {
      if (given === undefined) {
        left = lent?.topic;
        return lent?.will(lent.topic, identityId, clientId);
      }
      const topic = given.topic.replaceAll('{identity}', () => identityId).replaceAll('{client}', () => clientId);
      return { ...given, topic };
    },
    refused() {
      lent = undefined;
    },
    lend(topic, will) {
      lent = topic === undefined ? undefined : { topic, will };
    },
    get isOld() {
      return given === undefined && left !== lent?.topic;
    },
  };
}

function readWill(own: LastWill, protocolVersion: ProtocolVersion): Will {
  const { topic, payload, qos = 1, retain = false, ...properties } = own;
  checkTopic(topic);
  if (topic.startsWith('$'))
    throw new RangeError(`The will's topic ${topic} is reserved; AWS IoT takes no will there.`);
  checkQos(qos);
  checkProperties(properties, protocolVersion);
  const { bytes, contentType } = readPayload(payload);
  const typed = contentType && protocolVersion === 5 ? { contentType, ...properties } : properties;
  return { topic, payload: bytes, qos, retain, properties: typed };
}
