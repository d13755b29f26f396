import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';

/** Where AWS IoT writes its log, once it is turned on: https://docs.aws.amazon.com/iot/latest/developerguide/cloud-watch-logs.html */
const LOG_GROUP = 'AWSIotLogsV2';
/** A WebSocket lives no longer: https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html */
const LONGEST_CONNECTION_MS = 24 * 3_600_000;

/**
 * Client IDs with the identity's ID in front that have connected and may still be, as AWS IoT's own log tells them where
 * it is on and tells of connects (level `INFO`).
 *
 * @returns false: there is no such log
 */
export async function loggedClientIds(
  logs: Pick<CloudWatchLogsClient, 'send'>,
  identityId: string,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
  found: (clientId: string) => void,
): Promise<boolean> {
  const filterPattern = `{ $.eventType = "Connect" && $.clientId = "${identityId}*" }`;
  let nextToken: string | undefined;
  try {
    do {
      const page = await logs.send(
        new FilterLogEventsCommand({
          logGroupName: LOG_GROUP,
          startTime: now - LONGEST_CONNECTION_MS,
          filterPattern,
          nextToken,
        }),
        { abortSignal: signal },
      );
      for (const { message = '{}' } of page.events ?? []) found(String(JSON.parse(message).clientId));
      nextToken = page.nextToken;
    } while (nextToken);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
    throw error;
  }
}
