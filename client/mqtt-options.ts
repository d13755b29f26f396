import type { MessageProperties } from './message-properties.js';
import type { OpenMqttOptions, ProtocolVersion } from './mqtt-session.js';
import { checkTopic } from './topic-limits.js';

/** Seconds: what AWS IoT keeps sessions for in MQTT 3.1.1, and the most that its quota can be raised to. */
const SESSION_EXPIRY = { usual: 3600, longest: 604_800 };

export interface MqttChoice {
  readonly protocolVersion?: ProtocolVersion | undefined;
  readonly sessionExpiry?: number | undefined;
}

/** @throws RangeError saying what is wrong with an option */
export function readMqttOptions(choice: MqttChoice): Pick<OpenMqttOptions, 'protocolVersion' | 'sessionExpiry'> {
  const { protocolVersion = 5, sessionExpiry } = choice;
  if (protocolVersion !== 4 && protocolVersion !== 5) {
    throw new RangeError(`The option protocolVersion is ${protocolVersion}; AWS IoT has 5, and 4 for MQTT 3.1.1.`);
  }
  if (sessionExpiry === undefined) return { protocolVersion, sessionExpiry: SESSION_EXPIRY.usual };
  if (protocolVersion === 4) {
    throw new RangeError('The option sessionExpiry needs protocolVersion 5; in MQTT 3.1.1 AWS IoT decides.');
  }
  const { longest } = SESSION_EXPIRY;
  if (!Number.isInteger(sessionExpiry) || sessionExpiry < 0 || sessionExpiry > longest) {
    throw new RangeError(`The option sessionExpiry is ${sessionExpiry}; it is 0 to ${longest} whole seconds.`);
  }
  return { protocolVersion, sessionExpiry };
}

/** The largest number of four bytes. */
const LONGEST_EXPIRY = 4_294_967_295;

/** @throws RangeError saying what is wrong with a message's properties */
export function checkProperties(properties: MessageProperties, protocolVersion: ProtocolVersion): void {
  const { messageExpiry, responseTopic } = properties;
  const [given] = Object.entries(properties).find(([, value]) => value !== undefined) ?? [];
  if (given !== undefined && protocolVersion !== 5) {
    throw new RangeError(`${given} is a property of MQTT 5; the option protocolVersion is ${protocolVersion}.`);
  }
  if (responseTopic !== undefined) checkTopic(responseTopic);
  if (messageExpiry === undefined) return;
  if (!Number.isInteger(messageExpiry) || messageExpiry < 1 || messageExpiry > LONGEST_EXPIRY) {
    throw new RangeError(`messageExpiry is ${messageExpiry}; it is 1 to ${LONGEST_EXPIRY} whole seconds.`);
  }
}
