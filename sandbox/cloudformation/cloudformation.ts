import type { AwsQueryApi } from '../service/api.js';
import { refuseQueryFields } from '../service/query-fields.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import {
  describeStackResource,
  describeStackResources,
  describeStacks,
  getTemplate,
  listStackResources,
} from './stack-operations.js';
import type { StackParts } from './stacks.js';

/** The stacks as CloudFormation tells of them: their outputs, and which resource is which. It deploys nothing. */
export const cloudformation: Service = { resourceTypes: {}, emptyState: {}, create: createCloudFormation };

function createCloudFormation({ resources, options, clock }: Ground): RunningService {
  let localOutputs: StackParts['localOutputs'] = (outputs) => outputs;
  const parts: StackParts = {
    resources,
    options,
    localOutputs: (outputs) => localOutputs(outputs),
    deployedAt: new Date(clock.now()),
  };
  const api: AwsQueryApi = {
    protocol: 'aws-query',
    signingName: 'cloudformation',
    version: '2010-05-15',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    operations: [
      describeStackResource(parts),
      describeStackResources(parts),
      describeStacks(parts),
      getTemplate(parts),
      listStackResources(parts),
    ],
    refuseFields: refuseQueryFields,
  };
  return {
    apis: [api],
    connect(connection) {
      localOutputs = connection.localOutputs;
      return [];
    },
  };
}
