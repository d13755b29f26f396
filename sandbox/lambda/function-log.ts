import { randomBytes } from 'node:crypto';
import { type LogStreamWriter, openLogStream } from '../service/log-stream.js';
import type { Ground } from '../service/service.js';
import type { FunctionSettings } from './function-resources.js';

/**
 * Opens a stream in the function's log group for a process of it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export function openFunctionLog(
  {
    functionName,
    version,
    roleArn,
    logGroup,
  }: Pick<FunctionSettings, 'functionName' | 'version' | 'roleArn' | 'logGroup'>,
  ground: Pick<Ground, 'roles' | 'clock' | 'logGroups' | 'resources'>,
): LogStreamWriter {
  const principal = ground.roles.principal(roleArn, functionName);
  const day = new Date(ground.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = `${day}/[${version}]${randomBytes(16).toString('hex')}`;
  return openLogStream({ principal, group: logGroup, stream }, ground) ?? (() => undefined);
}
