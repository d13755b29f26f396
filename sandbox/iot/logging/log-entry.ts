import { randomUUID } from 'node:crypto';
import type { Principal } from '../../iam/principal.js';
import type { LogLevel } from './log-options.js';

/** Something that AWS IoT Core logs. */
export interface LoggedEvent {
  readonly eventType: 'Connect' | 'Disconnect' | 'Publish-In' | 'Publish-Out' | 'Subscribe' | 'Unsubscribe';
  readonly protocol: 'MQTT' | 'HTTP';
  readonly principal: Principal;
  readonly clientId?: string | undefined;
  /** A topic, or a topic filter. */
  readonly topicName?: string;
  readonly sourceIp?: string | undefined;
  readonly sourcePort?: number | undefined;
  readonly disconnectReason?: string;
  /** Why it failed; it did not, if there is none. */
  readonly failure?: { readonly reason: string; readonly details: string };
}

export const AUTHORIZATION_FAILURE = { reason: 'AUTHORIZATION_FAILURE', details: 'Authorization Failure' };

export function levelOf({ failure }: Pick<LoggedEvent, 'failure'>): LogLevel {
  return failure === undefined ? 'INFO' : 'ERROR';
}

/**
 * The line as AWS IoT writes it.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/cwl-format.html
 */
export function logLine(event: LoggedEvent, now: number): string {
  const { principal, failure, eventType, protocol, topicName, clientId, sourceIp, sourcePort } = event;
  return JSON.stringify({
    timestamp: new Date(now).toISOString().replace('T', ' ').replace('Z', ''),
    logLevel: levelOf(event),
    traceId: randomUUID(),
    accountId: principal.accountId,
    status: failure === undefined ? 'Success' : 'Failure',
    eventType,
    protocol,
    topicName,
    clientId,
    principalId: principalId(principal),
    sourceIp,
    sourcePort,
    disconnectReason: event.disconnectReason,
    ...failure,
  });
}

/** As logs name whoever signed with credentials of a role: seen on AWS, aws-iot-device-sdk-js#78. */
function principalId({ accountId, userId }: Pick<Principal, 'accountId' | 'userId'>): string {
  return `${accountId}/${userId}/${userId}`;
}
