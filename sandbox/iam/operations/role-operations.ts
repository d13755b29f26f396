import type { Operation } from '../../service/operation.js';
import type { RoleSettings } from '../role-resources.js';
import { encoded, type IamParts, noSuchEntity, ofRole, operation, pageOf, roleNamed, shapes } from './iam-operation.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function getRole(parts: IamParts): Operation {
  return operation({
    name: 'GetRole',
    access: ofRole(parts),
    fields: { RoleName: shapes.roleName },
    run({ RoleName }) {
      const role = roleNamed(parts, RoleName);
      return { Role: { ...described(parts, role), ...boundaryOf(role) } };
    },
  });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export function listRoles(parts: IamParts): Operation {
  return operation({
    name: 'ListRoles',
    access: { iam: (member) => `arn:${parts.partition}:iam::${parts.accountId}:role${member('PathPrefix') || '/'}` },
    fields: { PathPrefix: shapes.pathPrefix, ...shapes.paging },
    run({ PathPrefix = '/', ...paging }) {
      const found = parts.roles.settings.filter(({ path }) => path.startsWith(PathPrefix));
      const { page, rest } = pageOf(found, paging);
      return { Roles: page.map((role) => described(parts, role)), ...rest };
    },
  });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
export function listRolePolicies(parts: IamParts): Operation {
  return operation({
    name: 'ListRolePolicies',
    access: ofRole(parts),
    fields: { RoleName: shapes.roleName, ...shapes.paging },
    run({ RoleName, ...paging }) {
      const { page, rest } = pageOf(roleNamed(parts, RoleName).policies, paging);
      return { PolicyNames: page.map(({ name }) => name), ...rest };
    },
  });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export function getRolePolicy(parts: IamParts): Operation {
  return operation({
    name: 'GetRolePolicy',
    access: ofRole(parts),
    fields: { RoleName: shapes.roleName, PolicyName: shapes.policyName },
    run({ RoleName, PolicyName }) {
      const policy = roleNamed(parts, RoleName).policies.find(({ name }) => name === PolicyName);
      if (policy === undefined) throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
      return { RoleName, PolicyName, PolicyDocument: encoded(policy.document) };
    },
  });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export function listAttachedRolePolicies(parts: IamParts): Operation {
  return operation({
    name: 'ListAttachedRolePolicies',
    access: ofRole(parts),
    fields: { RoleName: shapes.roleName, PathPrefix: shapes.pathPrefix, ...shapes.paging },
    run({ RoleName, PathPrefix = '/', ...paging }) {
      const attached = roleNamed(parts, RoleName).managedPolicyArns.map((arn) => ({ arn, ...nameAndPath(arn) }));
      const { page, rest } = pageOf(
        attached.filter(({ path }) => path.startsWith(PathPrefix)),
        paging,
      );
      return { AttachedPolicies: page.map(({ arn, name }) => ({ PolicyName: name, PolicyArn: arn })), ...rest };
    },
  });
}

/** `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole` has the path `/service-role/`. */
export function nameAndPath(arn: string): { readonly name: string; readonly path: string } {
  const [, path = '/', name = ''] = /:policy(\/(?:.*\/)?)([^/]*)$/.exec(arn) ?? [];
  return { name, path };
}

/** `Policy` is what AWS answers here, whatever the model calls it. ListRoles leaves it out. */
function boundaryOf({ boundaryArn }: RoleSettings): object {
  if (boundaryArn === undefined) return {};
  return { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundaryArn } };
}

function described({ deployedAt }: IamParts, role: RoleSettings): object {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.roleArn,
    CreateDate: deployedAt,
    AssumeRolePolicyDocument: encoded(role.trustPolicy),
    MaxSessionDuration: role.maxSessionSeconds,
  };
}
