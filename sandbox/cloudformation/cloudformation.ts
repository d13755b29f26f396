import type { AwsQueryApi } from '../service/api.js';
import { refuseQueryFields } from '../service/query-fields.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import {
  describeStackResource,
  describeStackResources,
  describeStacks,
  listStackResources,
  type StackParts,
} from './stack-operations.js';

/** The stack as CloudFormation tells of it: its outputs, and which resource is which. It deploys nothing. */
export const cloudformation: Service = { resourceTypes: {}, emptyState: {}, create: createCloudFormation };

function createCloudFormation({ resources, options, clock }: Ground): RunningService {
  let outputs: ReturnType<StackParts['outputs']> = {};
  const parts: StackParts = { resources, options, outputs: () => outputs, deployedAt: new Date(clock.now()) };
  const api: AwsQueryApi = {
    protocol: 'aws-query',
    signingName: 'cloudformation',
    version: '2010-05-15',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    operations: [
      describeStackResource(parts),
      describeStackResources(parts),
      describeStacks(parts),
      listStackResources(parts),
    ],
    refuseFields: refuseQueryFields,
  };
  return {
    apis: [api],
    connect(connection) {
      outputs = connection.outputs;
      return [];
    },
  };
}
