import { z } from 'zod';
import { AwsError } from '../base/errors.js';
import type { RefuseFields } from '../service/api.js';
import {
  type Member,
  type Operation,
  type OperationSettings,
  operationsOf,
  type ResourceOf,
} from '../service/operation.js';
import type { LogGroup, LogGroups } from './log-groups.js';

/** What the operations need. */
export interface LogParts {
  readonly logGroups: LogGroups;
  /** `arn:aws:logs:<region>:<account>:log-group:`, which a name follows. */
  readonly arnPrefix: string;
}

const groupName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/);
const streamName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^:*]*$/);
const time = z.number().int().min(0).optional();

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/ */
export const shapes = {
  groupName,
  streamName,
  /** One of the two says which group. */
  group: {
    logGroupName: groupName.optional(),
    logGroupIdentifier: z
      .string()
      .min(1)
      .max(2048)
      .regex(/^[\w#+=/:,.@-]*$/)
      .optional(),
  },
  /** Milliseconds since 1970, both included. */
  times: { startTime: time, endTime: time },
  token: z.string().min(1).max(2048).optional(),
  limit: (most: number) => z.number().int().min(1).max(most).default(most),
};

const operationOf = operationsOf();

/** An operation of CloudWatch Logs; its name is AWS's alone: `FilterLogEvents`. */
export function operation<F extends z.ZodRawShape>(
  settings: OperationSettings<{ readonly iam: ResourceOf }, F, never>,
): Operation {
  return operationOf({ ...settings, name: `logs:${settings.name}` });
}

/** As AWS words it in its refusals: a group's ARN goes on to a stream, which may be empty. */
export function ofGroup({ arnPrefix }: LogParts, streamOf: (member: Member) => string = () => '') {
  return {
    iam(member: Member) {
      const name = member('logGroupName') || nameIn(member('logGroupIdentifier'), arnPrefix);
      return `${arnPrefix}${name}:log-stream:${streamOf(member)}`;
    },
  };
}

interface GroupAsked {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** @throws AwsError for a group that is not there, or not named once */
export function groupAsked({ logGroups, arnPrefix }: LogParts, asked: GroupAsked): LogGroup {
  const { logGroupName, logGroupIdentifier } = asked;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalid('Either logGroupName or logGroupIdentifier is needed, and not both.');
  }
  const name = logGroupName ?? nameIn(logGroupIdentifier ?? '', arnPrefix);
  const group = logGroups.groups().find((candidate) => candidate.name === name);
  if (group === undefined) throw notFound('The specified log group does not exist.');
  return group;
}

function nameIn(identifier: string, arnPrefix: string): string {
  return identifier.startsWith(arnPrefix) ? identifier.slice(arnPrefix.length) : identifier;
}

/** The place in a list where a page begins, as its token says. @throws AwsError for a token that nobody gave */
function placeIn(token: string | undefined): number {
  const [, digits] = /^after-(\d{1,9})$/.exec(token ?? 'after-0') ?? [];
  if (digits === undefined) throw invalid('The specified nextToken is invalid.');
  return Number(digits);
}

/** One page of a list, and the token of the next. */
export function pageOf<T>(list: readonly T[], token: string | undefined, limit: number) {
  const start = placeIn(token);
  const end = start + limit;
  return { page: list.slice(start, end), rest: end < list.length ? { nextToken: `after-${end}` } : {} };
}

export const invalid = (message: string) => new AwsError('InvalidParameterException', message);
export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);

export const refuseFields: RefuseFields = (_operation, [issue], input) => {
  const at = (issue?.path ?? []).map(String).join('.');
  const value = issue?.path.reduce<unknown>((found, step) => (found as Record<PropertyKey, unknown>)?.[step], input);
  // Not by the value's own `toString`, which the client may have given.
  const shown = value === undefined ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
  return invalid(
    `1 validation error detected: Value ${shown} at '${at}' failed to satisfy constraint: ${issue?.message}`,
  );
};
