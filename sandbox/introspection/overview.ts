import type { ConsoleOverview } from '../../contract/console-state.js';
import type { RoleSettings } from '../iam/role-resources.js';
import type { Overviews } from '../service/service.js';
import type { StackResources } from '../template/stack-resources.js';

export interface OverviewOptions {
  readonly resources: StackResources;
  readonly roles: readonly RoleSettings[];
  /** With the sandbox's addresses. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly allowedOrigins: readonly string[];
  /** What the services tell of what they hold. */
  readonly services: readonly Partial<Overviews>[];
}

/** What the stack is made of, as the template says it: it holds no secret. */
export function overviewOf({ resources, roles, outputs, allowedOrigins, services }: OverviewOptions): ConsoleOverview {
  const { region, accountId, stackName } = resources.environment;
  const none: Overviews = { userPools: () => [], identityPools: () => [], iotPolicies: () => [] };
  const { userPools, identityPools, iotPolicies }: Overviews = Object.assign({}, none, ...services);
  return {
    region,
    accountId,
    stacks: [{ name: stackName, outputs }],
    resources: byType(resources),
    notEmulated: resources.notEmulated,
    userPools: userPools(),
    identityPools: identityPools(),
    roles: roles.map(({ roleArn, roleName, policies, trustPolicy }) => ({
      arn: roleArn,
      name: roleName,
      policies: policies.map(({ name, document }) => ({ name, document })),
      trustPolicy,
    })),
    iotPolicies: iotPolicies(),
    allowedOrigins,
  };
}

function byType({ all }: StackResources): ConsoleOverview['resources'] {
  const types = new Map<string, { logicalId: string; physicalId: string }[]>();
  for (const { type, logicalId, physicalId } of all) {
    types.set(type, [...(types.get(type) ?? []), { logicalId, physicalId }]);
  }
  return [...types]
    .map(([type, resources]) => ({ type, resources }))
    .sort((one, other) => other.resources.length - one.resources.length || one.type.localeCompare(other.type));
}
