import type { Principal } from '../../iam/principal.js';
import type { IotLog } from './iot-log.js';
import { AUTHORIZATION_FAILURE } from './log-entry.js';

/** What a caller over HTTPS was allowed, or not. */
export interface JudgedCall {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly sourceIp: string | undefined;
  readonly allowed: boolean;
}

/** Logs a message over HTTPS. What AWS logs of the other operations is not emulated. */
export function logPublish(log: Pick<IotLog, 'isOn' | 'write'>, call: JudgedCall): void {
  const { principal, action, resource, sourceIp, allowed } = call;
  // A retained message is judged twice, and is one event: the second verdict tells something where it refuses.
  const isEvent = action === 'iot:Publish' || (action === 'iot:RetainPublish' && !allowed);
  if (!isEvent || !log.isOn()) return;
  const topicName = resource.slice(resource.indexOf(':topic/') + ':topic/'.length);
  const failure = allowed ? {} : { failure: AUTHORIZATION_FAILURE };
  log.write({ eventType: 'Publish-In', protocol: 'HTTP', principal, topicName, sourceIp, ...failure });
}
