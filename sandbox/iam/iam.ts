import type { AwsQueryApi } from '../service/api.js';
import { refuseQueryFields } from '../service/query-fields.js';
import type { Ground, RunningService, Service } from '../service/service.js';
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

/** Roles and their policies. All services stand on them (`Ground.roles`); of IAM's own API, what looks at them. */
export const iam: Service = { resourceTypes: iamResourceTypes, emptyState: {}, create: createIam };

function createIam({ roles, resources, clock }: Ground): RunningService {
  const parts = { roles, accountId: resources.environment.accountId, deployedAt: new Date(clock.now()) };
  const api: AwsQueryApi = {
    protocol: 'aws-query',
    signingName: 'iam',
    // IAM is one for all Regions (https://docs.aws.amazon.com/general/latest/gr/iam-service.html), which a client does not
    // know of an endpoint that it was told: it signs for its own Region then.
    signingRegions: (region) => ['us-east-1', region],
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
