import { randomBytes } from 'node:crypto';
import { principalContext, principalLayers } from '../iam/authorize.js';
import type { Ground } from '../service/service.js';
import type { FunctionSettings } from './function-resources.js';

/** Takes the lines of one process of a function. */
export type LogStreamWriter = (line: string) => void;

/**
 * Opens a stream in the function's log group for a process of it. Whose role may not write there has no log on AWS,
 * either, and nobody is told.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export function openLogStream(
  { functionName, roleArn, logGroup }: Pick<FunctionSettings, 'functionName' | 'roleArn' | 'logGroup'>,
  { roles, clock, logGroups, resources }: Pick<Ground, 'roles' | 'clock' | 'logGroups' | 'resources'>,
): LogStreamWriter {
  const { region, accountId } = resources.environment;
  const principal = roles.principal(roleArn, functionName);
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
  const resource = `arn:aws:logs:${region}:${accountId}:log-group:${logGroup}:log-stream:${stream}`;
  const context = principalContext(principal, { now: clock.now() });
  const needed = [
    ...(logGroups.has(logGroup) ? [] : ['logs:CreateLogGroup']),
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ];
  const mayWrite = needed.every((action) =>
    principalLayers(principal, { action, resource, context }).every(({ effect }) => effect === 'Allow'),
  );
  return mayWrite ? (line) => logGroups.write(logGroup, stream, line) : () => undefined;
}
