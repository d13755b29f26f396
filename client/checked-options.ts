import { checkAttachWhen } from './attach-when.js';
import { checkProvider } from './check-provider.js';
import type { IotClientOptions } from './client-options.js';
import { createWills } from './last-will.js';
import { readMqttOptions } from './mqtt-options.js';
import { readOutboxChoice } from './outbox-contract.js';
import { readOutputs } from './outputs.js';
import { checkPlatform } from './platform.js';
import { checkRenewAt } from './renew-at.js';
import type { Surroundings } from './surroundings.js';
import { readHiding } from './watch-hidden.js';

/** What the options of a client say, with their defaults. */
export type CheckedOptions = ReturnType<typeof checkedOptions>;

/**
 * All of it is checked when a client is made, while whoever made the mistake is on the stack.
 *
 * @throws InvalidOutputsError, InvalidCredentialsError; RangeError for an option; UnsupportedError where something is missing
 */
export function checkedOptions(options: IotClientOptions, surroundings: Surroundings) {
  const { credentials: provider, clientIdPattern, topicPattern, now } = options;
  const endpoints = readOutputs(options.outputs);
  const mqtt = readMqttOptions(options);
  const hiding = readHiding(options.pauseWhenHidden, surroundings.page);
  const renewAt = checkRenewAt(options.renew);
  checkProvider(provider);
  if (surroundings.presignMqttUrl === undefined) checkPlatform();
  const wills = createWills(options.will, mqtt.protocolVersion);
  const attach = checkAttachWhen(options.attach);
  const outbox = readOutboxChoice(options.outbox);
  return { endpoints, provider, clientIdPattern, topicPattern, mqtt, hiding, renewAt, wills, attach, outbox, now };
}
