import { principalContext, principalLayers } from '../iam/authorize.js';
import type { Principal } from '../iam/principal.js';
import { partitionOf } from '../template/partition.js';
import type { Ground } from './service.js';

/** Takes the lines of one log stream. */
export type LogStreamWriter = (line: string) => void;

export interface LogStreamOptions {
  /** Under whose permissions it is written. */
  readonly principal: Principal;
  readonly group: string;
  readonly stream: string;
}

/**
 * Opens a stream of CloudWatch Logs.
 *
 * @returns undefined for a role that may not write there: on AWS there is no log then, either, and nobody is told
 */
export function openLogStream(
  { principal, group, stream }: LogStreamOptions,
  { clock, logGroups, resources }: Pick<Ground, 'clock' | 'logGroups' | 'resources'>,
): LogStreamWriter | undefined {
  const { region, accountId } = resources.environment;
  const resource = `arn:${partitionOf(region).name}:logs:${region}:${accountId}:log-group:${group}:log-stream:${stream}`;
  const context = principalContext(principal, { now: clock.now() });
  const needed = [
    ...(logGroups.has(group) ? [] : ['logs:CreateLogGroup']),
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ];
  const mayWrite = needed.every((action) =>
    principalLayers(principal, { action, resource, context }).every(({ effect }) => effect === 'Allow'),
  );
  return mayWrite ? (line) => logGroups.write(group, stream, line) : undefined;
}
