import { z } from 'zod';
import type { Operation } from '../service/operation.js';
import { groupAsked, invalid, type LogParts, ofGroup, operation, pageOf, shapes } from './log-operation.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export function describeLogGroups({ logGroups, arnPrefix }: LogParts): Operation {
  return operation({
    name: 'DescribeLogGroups',
    // As AWS names the resource: of no group and no stream.
    access: { iam: () => `${arnPrefix}:log-stream:` },
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
    quota: 10,
    fields: {
      logGroupNamePrefix: shapes.groupName.optional(),
      logGroupNamePattern: z.string().max(512).optional(),
      nextToken: shapes.token,
      limit: shapes.limit(50),
    },
    run({ logGroupNamePrefix, logGroupNamePattern, nextToken, limit }) {
      if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
        throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
      }
      const found = logGroups
        .groups()
        .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? '') && name.includes(logGroupNamePattern ?? ''));
      const { page, rest } = pageOf(found, nextToken, limit);
      const described = page.map(({ name, createdAt, bytes, retentionInDays }) => ({
        logGroupName: name,
        creationTime: createdAt,
        retentionInDays,
        metricFilterCount: 0,
        arn: `${arnPrefix}${name}:*`,
        logGroupArn: arnPrefix + name,
        logGroupClass: 'STANDARD',
        storedBytes: bytes,
      }));
      return { logGroups: described, ...rest };
    },
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export function describeLogStreams(parts: LogParts): Operation {
  return operation({
    name: 'DescribeLogStreams',
    access: ofGroup(parts),
    quota: 25,
    fields: {
      ...shapes.group,
      logStreamNamePrefix: shapes.streamName.optional(),
      orderBy: z.enum(['LogStreamName', 'LastEventTime']).default('LogStreamName'),
      descending: z.boolean().default(false),
      nextToken: shapes.token,
      limit: shapes.limit(50),
    },
    run({ logStreamNamePrefix, orderBy, descending, nextToken, limit, ...asked }) {
      const group = groupAsked(parts, asked);
      if (orderBy === 'LastEventTime' && logStreamNamePrefix !== undefined) {
        throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
      }
      const found = parts.logGroups
        .streams(group.name)
        .filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ''));
      const ordered = orderBy === 'LogStreamName' ? found : found.sort((a, b) => a.lastEventAt - b.lastEventAt);
      const { page, rest } = pageOf(descending ? ordered.reverse() : ordered, nextToken, limit);
      const described = page.map(({ name, createdAt, lastEventAt }) => ({
        logStreamName: name,
        creationTime: createdAt,
        firstEventTimestamp: createdAt,
        lastEventTimestamp: lastEventAt,
        lastIngestionTime: lastEventAt,
        arn: `${parts.arnPrefix}${group.name}:log-stream:${name}`,
        storedBytes: 0,
      }));
      return { logStreams: described, ...rest };
    },
  });
}
