import type { AwsJsonApi } from '../service/api.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import { partitionOf } from '../template/partition.js';
import { arn, generatedName, type ResourceTypes, text } from '../template/resource-type.js';
import { describeLogGroups, describeLogStreams } from './describe-log-groups.js';
import { filterLogEvents } from './filter-log-events.js';
import { getLogEvents } from './get-log-events.js';
import { refuseFields } from './log-operation.js';

const resourceTypes: ResourceTypes = {
  'AWS::Logs::LogGroup': {
    physicalId: (context) => text(context.property('LogGroupName')) ?? generatedName(context),
    attributes: { Arn: (context) => arn(context, 'logs', `log-group:${context.physicalId}:*`) },
  },
};

/** CloudWatch Logs: what the functions, and other services, have written. */
export const logs: Service = { resourceTypes, emptyState: {}, create: createLogs };

function createLogs({ resources, logGroups }: Ground): RunningService {
  for (const { physicalId, property } of resources.ofType('AWS::Logs::LogGroup')) {
    const days = property('RetentionInDays');
    logGroups.create(physicalId, days === undefined ? undefined : Number(days));
  }
  const { region, accountId } = resources.environment;
  const parts = { logGroups, arnPrefix: `arn:${partitionOf(region).name}:logs:${region}:${accountId}:log-group:` };
  const api: AwsJsonApi = {
    protocol: 'aws-json',
    signingName: 'logs',
    targetPrefix: 'Logs_20140328',
    operations: [describeLogGroups(parts), describeLogStreams(parts), filterLogEvents(parts), getLogEvents(parts)],
    refuseFields,
  };
  return { apis: [api] };
}
