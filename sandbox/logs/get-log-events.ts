import { z } from 'zod';
import type { Operation } from '../service/operation.js';
import { eventsWithin } from './filter-log-events.js';
import { groupAsked, invalid, type LogParts, notFound, ofGroup, operation, shapes } from './log-operation.js';

const fields = {
  ...shapes.group,
  ...shapes.times,
  logStreamName: shapes.streamName,
  nextToken: shapes.token,
  limit: shapes.limit(10_000),
  startFromHead: z.boolean().default(false),
};

/**
 * The lines of one stream, to be read in both directions. At an end, the token that was given comes back.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export function getLogEvents(parts: LogParts): Operation {
  return operation({
    name: 'GetLogEvents',
    access: ofGroup(parts, (member) => member('logStreamName')),
    quota: 25,
    fields,
    run({ logStreamName, startTime, endTime, nextToken, limit, startFromHead, ...asked }) {
      const group = groupAsked(parts, asked);
      if (!parts.logGroups.streams(group.name).some(({ name }) => name === logStreamName)) {
        throw notFound('The specified log stream does not exist.');
      }
      const all = eventsWithin(parts.logGroups.events(group.name), { startTime, endTime }).filter(
        ({ stream }) => stream === logStreamName,
      );
      const token = readToken(nextToken);
      const forward = token === undefined ? startFromHead : token.forward;
      const left = token === undefined ? all : all.filter(({ id }) => (token.forward ? id > token.id : id < token.id));
      const page = forward ? left.slice(0, limit) : left.slice(-limit);
      const [first, last] = [page[0]?.id ?? token?.id ?? NONE, page.at(-1)?.id ?? token?.id ?? NONE];
      return {
        events: page.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
        nextForwardToken: `f/${last}/s`,
        nextBackwardToken: `b/${first}/s`,
      };
    },
  });
}

const NONE = '0'.repeat(56);

function readToken(token: string | undefined): { readonly forward: boolean; readonly id: string } | undefined {
  if (token === undefined) return undefined;
  const [, direction, id] = /^([fb])\/(\d{56})\/s$/.exec(token) ?? [];
  if (id === undefined) throw invalid('The specified nextToken is invalid.');
  return { forward: direction === 'f', id };
}
