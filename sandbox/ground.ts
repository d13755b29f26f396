import { randomBytes } from 'node:crypto';
import { UnsupportedError } from './base/errors.js';
import { createRequireIam } from './iam/authorize.js';
import { type Credentials, createCredentialStore, type IssuedCredentials, type IssuedTo } from './iam/credentials.js';
import { createDecisionLog } from './iam/decision-log.js';
import { createManagedPolicies, refuseUnknownBoundaries } from './iam/managed-policies.js';
import { readManagedPolicies } from './iam/managed-policy-resources.js';
import { issueOperatorCredentials } from './iam/operator.js';
import { holdManagedPolicyLimits, holdRoleLimits } from './iam/role-limits.js';
import { readRoles } from './iam/role-resources.js';
import { createRoles, type Roles } from './iam/roles.js';
import { createSigV4Verifier, type SigV4Verifier, type VerifiedCaller } from './iam/sigv4.js';
import { isEndpointLookUp, lookUpEndpoint } from './iot/endpoint-look-up.js';
import { readFunctionRole } from './lambda/function-resources.js';
import { createLogGroups } from './logs/log-groups.js';
import type { SandboxOptions } from './service/sandbox-options.js';
import type { Ground, Service } from './service/service.js';
import { bootPlace } from './template/boot-environment.js';
import { withExistingStacks } from './template/existing-stacks.js';
import type { ResourceTypes } from './template/resource-type.js';
import { refuseSameNames } from './template/same-names.js';
import { type LateAttribute, readStackResources, type StackResources } from './template/stack-resources.js';

/** The ground, and what the services themselves do not need. */
export interface LaidGround extends Ground {
  readonly verifier: SigV4Verifier;
  /** Of whoever operates the account. */
  readonly operator: Credentials;
  /** The same, as who has signed with them. */
  readonly operatorCaller: VerifiedCaller;
  /** For questions of what would be: what is decided stands in a log that nobody reads, and credentials are good for nothing. */
  readonly supposed: Pick<Ground, 'roles' | 'requireIam' | 'decisions'>;
  /** To whom AWS credentials were issued. */
  readonly issued: () => readonly IssuedTo[];
}

export interface GroundOptions
  extends Pick<Ground, 'options' | 'clock' | 'faults' | 'log' | 'url' | 'host' | 'lasting' | 'changes'> {
  readonly services: readonly Service[];
  /** AWS credentials that stay good, as far as their roles are still there. */
  readonly inherited: readonly IssuedTo[];
}

/**
 * The stack, and who may do what in it.
 *
 * @throws UnsupportedError, DeploymentError
 */
export function layGround({ services, inherited, ...given }: GroundOptions): LaidGround {
  const { options, clock, host, lasting } = given;
  const decisions = createDecisionLog(clock.now, () => given.changes.tell('decisions'), options.onRefusal);
  const credentials = createCredentialStore(
    clock,
    lasting('key of credentials', () => randomBytes(32)),
  );
  const requireIam = createRequireIam(decisions, clock.now);

  let roles: Roles | undefined;
  const resources = readStacks(options, resourceTypesOf(services), ({ logicalId, properties }, attribute) => {
    const { ServiceToken, Create } = properties();
    if (!isEndpointLookUp(Create)) return undefined;
    if (roles === undefined) {
      throw new UnsupportedError(`${attribute} of custom resource ${logicalId}, which runs under a role, in a role`);
    }
    // A custom resource answers when something refers to it.
    const principal = roles.principal(readFunctionRole(resources, String(ServiceToken)), logicalId);
    return lookUpEndpoint({ logicalId, create: Create, attribute, principal, requireIam, endpoint: host });
  });
  refuseSameNames(resources);
  const { accountId, region } = resources.environment;
  const managed = readManagedPolicies(resources);
  holdManagedPolicyLimits(managed);
  const managedPolicies = createManagedPolicies(managed, options.managedPolicies);
  const roleSettings = readRoles(resources, managed);
  holdRoleLimits(resources, roleSettings);
  refuseUnknownBoundaries(roleSettings, managedPolicies);
  const rolesOptions = {
    roles: roleSettings,
    managedPolicies,
    accountId,
    credentials,
    decisions,
    clock,
    lifetimeSeconds: options.credentialsLifetime ?? 3600,
  };
  roles = createRoles(rolesOptions);
  for (const one of inherited) {
    const principal = roles.renewed(one.principal);
    if (principal !== undefined) credentials.adopt({ ...one, principal });
  }
  const verifier = createSigV4Verifier(credentials, clock);
  const operator = issueOperatorCredentials(credentials, { accountId, region });
  const { accessKeyId, expiration } = operator;
  // Issued the line before.
  const { principal } = credentials.find(accessKeyId) as IssuedCredentials;
  const operatorCaller = { principal, accessKeyId, expiration };
  const logGroups = createLogGroups(clock);
  const supposedDecisions = createDecisionLog(clock.now);
  const supposedOptions = { credentials: createCredentialStore(clock), decisions: supposedDecisions };
  const supposed = {
    roles: createRoles({ ...rolesOptions, ...supposedOptions }),
    requireIam: createRequireIam(supposedDecisions, clock.now),
    decisions: supposedDecisions,
  };
  return {
    ...given,
    logGroups,
    resources,
    decisions,
    roles,
    requireIam,
    verifier,
    operator,
    operatorCaller,
    supposed,
    issued: credentials.issued,
  };
}

/** The types that some service emulates. */
export function resourceTypesOf(services: readonly Service[]): ResourceTypes {
  return Object.assign({}, ...services.map(({ resourceTypes }) => resourceTypes));
}

function readStacks(
  { assembly, existing = [], region, parameters = {}, ssm = {}, secrets = {}, attributes = {} }: SandboxOptions,
  types: ResourceTypes,
  lateAttribute: LateAttribute,
): StackResources {
  const place = bootPlace(assembly, region);
  const stack = readStackResources(assembly, place, types, lateAttribute, {
    parameters,
    ssm,
    secrets,
    attributes,
    existing,
  });
  const others = existing.map((other) => readStackResources(other, place, types, undefined, { ssm, secrets }));
  return withExistingStacks(stack, others);
}
