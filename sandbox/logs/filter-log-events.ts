import { z } from 'zod';
import type { Operation } from '../service/operation.js';
import { readFilterPattern } from './filter-pattern.js';
import type { LogEvent } from './log-groups.js';
import { groupAsked, invalid, type LogParts, ofGroup, operation, shapes } from './log-operation.js';

const fields = {
  ...shapes.group,
  ...shapes.times,
  logStreamNames: z.array(shapes.streamName).min(1).max(100).optional(),
  logStreamNamePrefix: shapes.streamName.optional(),
  filterPattern: z.string().max(1024).default(''),
  nextToken: shapes.token,
  limit: shapes.limit(10_000),
  // AWS ignores it: events are always interleaved.
  interleaved: z.boolean().optional(),
};

/**
 * The lines of a group, by time: what `aws logs tail` asks for.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export function filterLogEvents(parts: LogParts): Operation {
  return operation({
    name: 'FilterLogEvents',
    access: ofGroup(parts),
    quota: 25,
    fields,
    run({ startTime, endTime, logStreamNames, logStreamNamePrefix, filterPattern, nextToken, limit, ...asked }) {
      const group = groupAsked(parts, asked);
      if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
        throw invalid('logStreamNames and logStreamNamePrefix are mutually exclusive.');
      }
      const matches = readFilterPattern(filterPattern);
      const isAfter = nextToken === undefined ? () => true : afterToken(nextToken);
      const wanted = eventsWithin(parts.logGroups.events(group.name), { startTime, endTime }).filter(
        (event) =>
          (logStreamNames?.includes(event.stream) ?? event.stream.startsWith(logStreamNamePrefix ?? '')) &&
          matches(event.message) &&
          isAfter(event),
      );
      const page = wanted.slice(0, limit);
      const last = page.at(-1);
      const events = page.map(({ id, timestamp, stream, message }) => ({
        logStreamName: stream,
        timestamp,
        message,
        ingestionTime: timestamp,
        eventId: id,
      }));
      const more = last !== undefined && wanted.length > page.length;
      return { events, searchedLogStreams: [], ...(more ? { nextToken: tokenOf(last) } : {}) };
    },
  });
}

/** By time, since the clock may have been set back. */
export function eventsWithin(
  events: readonly LogEvent[],
  {
    startTime = 0,
    endTime = Number.MAX_SAFE_INTEGER,
  }: { startTime?: number | undefined; endTime?: number | undefined },
): LogEvent[] {
  return events
    .filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime)
    .sort((one, other) => one.timestamp - other.timestamp);
}

function tokenOf({ timestamp, id }: LogEvent): string {
  return `${timestamp}/${id}`;
}

function afterToken(token: string): (event: LogEvent) => boolean {
  const [, time, last = ''] = /^(\d{1,15})\/(\d{56})$/.exec(token) ?? [];
  if (time === undefined) throw invalid('The specified nextToken is invalid.');
  return ({ timestamp, id }) => timestamp > Number(time) || (timestamp === Number(time) && id > last);
}
