import type { ManagedPolicies } from '../iam/managed-policies.js';
import { type RoleSettings, readAttachedPolicies } from '../iam/role-resources.js';
import { guestSessionPolicy } from '../iam/session-policy.js';
import { deniesAlone } from '../template/denies-alone.js';
import type { StackResource, StackResources } from '../template/stack-resources.js';
import type { AccessPrincipal, Layer, PrincipalKind } from './access-report.js';
import { effectiveRights } from './effective-rights.js';
import { invokePermissions } from './invoke-permissions.js';
import type { ResourceNames } from './resource-names.js';
import type { Right } from './right.js';
import { rightsOfDocument } from './rights-of-document.js';

export interface Ground {
  readonly resources: StackResources;
  readonly names: ResourceNames;
  readonly roles: readonly RoleSettings[];
  readonly managedPolicies: ManagedPolicies;
}

/** Whoever has a role, and which. */
interface Bearer {
  readonly who: string;
  readonly kind: PrincipalKind;
  readonly roleArn: string | undefined;
  /** Only guests: AWS narrows what they have, unless they go to STS themselves. */
  readonly isNarrowed?: boolean;
  readonly invokedBy?: readonly Right[];
}

export function readPrincipals(ground: Ground): AccessPrincipal[] {
  const bearers = [...bearersOfPools(ground), ...groups(ground), ...functions(ground)];
  return [...bearers, ...otherRoles(bearers, ground)].map((bearer) => principalOf(bearer, ground));
}

/** Roles with rights that somebody else may take; those of AWS's services are none of a user's or a function's. */
function otherRoles(bearers: readonly Bearer[], { roles, names }: Ground): Bearer[] {
  const isTaken = ({ trustPolicy }: RoleSettings) =>
    rightsOfDocument('', trustPolicy).some(
      ({ effect, principal = '*' }) => effect === 'Allow' && !principal.startsWith('Service '),
    );
  const hasRights = ({ policies, managedPolicyArns }: RoleSettings) => policies.length + managedPolicyArns.length > 0;
  return roles
    .filter((role) => bearers.every(({ roleArn }) => roleArn !== role.roleArn) && hasRights(role) && isTaken(role))
    .map(({ roleArn, roleName }) => ({ who: `role ${names.named(roleName)}`, kind: 'role', roleArn }));
}

function bearersOfPools({ resources, names }: Ground): Bearer[] {
  const pools = resources.ofType('AWS::Cognito::IdentityPool');
  const attachments = resources.ofType('AWS::Cognito::IdentityPoolRoleAttachment').map((one) => one.properties());
  return pools.flatMap((pool) => {
    const of = pools.length > 1 ? ` of ${names.of(pool)}` : '';
    const attachment = attachments.find(({ IdentityPoolId }) => IdentityPoolId === pool.physicalId) ?? {};
    const { authenticated, unauthenticated } = (attachment.Roles ?? {}) as Readonly<Record<string, string>>;
    const { AllowUnauthenticatedIdentities, AllowClassicFlow } = pool.properties();
    const users: Bearer = { who: `users${of}`, kind: 'users', roleArn: authenticated };
    const guests: Bearer = {
      who: `guests${of}`,
      kind: 'guests',
      roleArn: unauthenticated,
      isNarrowed: !isTrue(AllowClassicFlow),
    };
    return [users, ...rules(attachment.RoleMappings, of), ...(isTrue(AllowUnauthenticatedIdentities) ? [guests] : [])];
  });
}

interface Mapping {
  readonly RulesConfiguration?: {
    readonly Rules?: readonly Readonly<Record<'Claim' | 'MatchType' | 'Value' | 'RoleARN', string>>[];
  };
}

function rules(mappings: unknown, of: string): Bearer[] {
  const all = Object.values((mappings ?? {}) as Record<string, Mapping>);
  return all.flatMap(({ RulesConfiguration }) =>
    (RulesConfiguration?.Rules ?? []).map(({ Claim, MatchType, Value, RoleARN }) => ({
      who: `rule ${Claim} ${MatchType} ${Value}${of}`,
      kind: 'rule' as const,
      roleArn: RoleARN,
    })),
  );
}

function groups({ resources, names }: Ground): Bearer[] {
  const pools = resources.ofType('AWS::Cognito::UserPool');
  return resources.ofType('AWS::Cognito::UserPoolGroup').flatMap((group) => {
    const { RoleArn, UserPoolId } = group.properties();
    if (RoleArn === undefined) return [];
    const of = pools.length > 1 ? ` of ${names.named(String(UserPoolId))}` : '';
    const who = `group ${names.named(group.physicalId)}${of}`;
    return [{ who, kind: 'group' as const, roleArn: String(RoleArn) }];
  });
}

function functions({ resources, names }: Ground): Bearer[] {
  return resources.ofType('AWS::Lambda::Function').map((resource) => ({
    who: `function ${nameOfFunction(resource, names)}`,
    kind: 'function',
    roleArn: String(resource.property('Role')),
    invokedBy: invokePermissions(resource, resources, names),
  }));
}

/** The name that the template gives it, if it gives one. */
export function nameOfFunction(resource: StackResource, names: ResourceNames): string {
  return names.named(resource.physicalId);
}

function principalOf({ who, kind, roleArn, isNarrowed, invokedBy }: Bearer, ground: Ground): AccessPrincipal {
  const { names, roles } = ground;
  const role = roles.find((one) => one.roleArn === roleArn);
  const known = role ?? roleOfNoTemplate(roleArn, ground);
  const layers = known === undefined ? [] : layersOf(known, kind, isNarrowed ?? false, ground);
  const name = role === undefined ? undefined : names.named(role.roleName);
  const trust = names.named(rightsOfDocument(`trust policy of role ${name}`, role?.trustPolicy));
  return {
    who,
    kind,
    ...(name === undefined ? {} : { role: name }),
    ...(role !== undefined || roleArn === undefined ? {} : { roleElsewhere: names.named(roleArn) }),
    trust,
    ...(invokedBy === undefined ? {} : { invokedBy }),
    layers,
    effective: effectiveRights(layers),
  };
}

/** Of a role that is elsewhere, what this template adds to it. */
function roleOfNoTemplate(
  roleArn: string | undefined,
  { resources, managedPolicies }: Ground,
): RoleSettings | undefined {
  if (roleArn === undefined) return undefined;
  const roleName = roleArn.split('/').at(-1) ?? '';
  const added = managedPolicies.ofTemplate.filter(({ roleNames }) => roleNames.includes(roleName));
  return {
    roleArn,
    path: '/',
    roleName,
    roleId: '',
    trustPolicy: undefined,
    policies: readAttachedPolicies(resources).filter(({ roleNames }) => roleNames.includes(roleName)),
    managedPolicyArns: added.map(({ arn }) => arn),
    maxSessionSeconds: 3600,
  };
}

function layersOf(role: RoleSettings, kind: PrincipalKind, isNarrowed: boolean, ground: Ground): Layer[] {
  const { names, managedPolicies } = ground;
  const ofRole = `of role ${role.roleName}`;
  const unknown = role.managedPolicyArns.filter((arn) => managedPolicies.find(arn) === undefined);
  const documents = [
    ...role.policies.map(({ name, document }) => [`policy ${name} ${ofRole}`, document] as const),
    ...role.managedPolicyArns.map((arn) => [`policy ${arn} ${ofRole}`, managedPolicies.find(arn)] as const),
  ];
  const layers = [layer('role', documents, unknown)];
  if (role.boundaryArn !== undefined) {
    const document = managedPolicies.find(role.boundaryArn);
    const bounds = [[`permissions boundary ${role.boundaryArn} ${ofRole}`, document]] as const;
    layers.push(layer('permissions-boundary', bounds, document === undefined ? [role.boundaryArn] : []));
  }
  if (isNarrowed) layers.push(sessionOfGuests());
  if (kind === 'users' || kind === 'group' || kind === 'rule') layers.push(iotPolicies(ground));
  return names.named(layers);
}

function layer(
  kind: Layer['kind'],
  documents: readonly (readonly [name: string, json: unknown])[],
  unknown: readonly string[] = [],
): Layer {
  return {
    kind,
    documents: documents.map(([name]) => name),
    rights: documents.flatMap(([name, json]) => rightsOfDocument(name, json)),
    ...(unknown.length > 0 ? { unknown } : {}),
  };
}

/** Which of them somebody gets is decided by code; each of the template's that allows something may be. */
function iotPolicies({ resources, names }: Ground): Layer {
  const policies = resources
    .ofType('AWS::IoT::Policy')
    .filter(({ property }) => !deniesAlone(property('PolicyDocument')));
  const documents = policies.map(
    (policy) => [`IoT policy ${names.named(policy.physicalId)}`, policy.property('PolicyDocument')] as const,
  );
  return layer('iot-policy', documents);
}

function sessionOfGuests(): Layer {
  const { name, statements } = guestSessionPolicy();
  const Statement = statements.map(({ id, effect, actions, resources }) => ({
    Sid: id,
    Effect: effect,
    Action: actions.map(({ source }) => source),
    Resource: resources.map(({ source }) => source),
  }));
  return layer('session-policy', [[name, { Statement }]]);
}

/** CloudFormation takes both forms. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
