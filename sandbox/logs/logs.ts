import type { Ground, RunningService, Service } from '../service/service.js';
import { arn, generatedName, type ResourceTypes, text } from '../template/resource-type.js';

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
  return {};
}
