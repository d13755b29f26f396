import type { AwsQueryApi } from '../service/api.js';
import { refuseQueryFields } from '../service/query-fields.js';
import type { Ground, RunningService, Service } from '../service/service.js';
import { partitionOf } from '../template/partition.js';
import { iamResourceTypes } from './iam-resource-types.js';
import { getPolicy, getPolicyVersion, listEntitiesForPolicy, listPolicies } from './operations/policy-operations.js';
import {
  getRole,
  getRolePolicy,
  listAttachedRolePolicies,
  listRolePolicies,
  listRoles,
} from './operations/role-operations.js';
import { simulatePrincipalPolicy } from './operations/simulate-principal-policy.js';

/** IAM is one for all Regions of a partition: https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const HOME: Readonly<Record<string, string>> = { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1' };

/** Roles and their policies. All services stand on them (`Ground.roles`); of IAM's own API, what looks at them. */
export const iam: Service = { resourceTypes: iamResourceTypes, emptyState: {}, create: createIam };

function createIam({ roles, resources, clock }: Ground): RunningService {
  const { accountId, region } = resources.environment;
  const partition = partitionOf(region).name;
  const parts = { roles, accountId, partition, deployedAt: new Date(clock.now()) };
  const api: AwsQueryApi = {
    protocol: 'aws-query',
    signingName: 'iam',
    // A client does not know of an endpoint that it was told where IAM is at home: it signs for its own Region then.
    signingRegions: (region) => [HOME[partition] ?? region, region],
    version: '2010-05-08',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    operations: [
      getPolicy(parts),
      getPolicyVersion(parts),
      getRole(parts),
      getRolePolicy(parts),
      listAttachedRolePolicies(parts),
      listEntitiesForPolicy(parts),
      listPolicies(parts),
      listRolePolicies(parts),
      listRoles(parts),
      simulatePrincipalPolicy(parts),
    ],
    refuseFields: refuseQueryFields,
  };
  return { apis: [api] };
}
