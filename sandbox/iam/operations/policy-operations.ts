import { z } from 'zod';
import { UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { managedPolicyId } from '../iam-resource-types.js';
import { encoded, type IamParts, noSuchEntity, operation, pageOf, shapes } from './iam-operation.js';
import { nameAndPath } from './role-operations.js';

const access = { iam: (member: (name: string) => string) => member('PolicyArn') };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export function getPolicy(parts: IamParts): Operation {
  return operation({
    name: 'GetPolicy',
    access,
    fields: { PolicyArn: shapes.arn },
    run({ PolicyArn }) {
      documentOf(parts, PolicyArn);
      const { description } = ofTemplate(parts, PolicyArn) ?? {};
      return {
        Policy: {
          ...described(parts, PolicyArn),
          ...(description === undefined ? {} : { Description: description }),
        },
      };
    },
  });
}

/** Those of the template: AWS's own are many, and few of them known here. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export function listPolicies(parts: IamParts): Operation {
  return operation({
    name: 'ListPolicies',
    access: { iam: () => `arn:${parts.partition}:iam::${parts.accountId}:policy/` },
    fields: {
      Scope: z.enum(['All', 'AWS', 'Local']).optional(),
      OnlyAttached: z.enum(['true', 'false']).optional(),
      PathPrefix: shapes.pathPrefix,
      PolicyUsageFilter: z.enum(['PermissionsPolicy', 'PermissionsBoundary']).optional(),
      ...shapes.paging,
    },
    run({ Scope = 'All', OnlyAttached, PathPrefix = '/', PolicyUsageFilter, ...paging }) {
      if (Scope !== 'Local') throw new UnsupportedError("a list of AWS's own managed policies (ask for Scope=Local)");
      const found = parts.roles.managedPolicies.ofTemplate.filter(({ arn, path }) => {
        const { attached, bounded } = usesOf(parts, arn);
        if (!path.startsWith(PathPrefix)) return false;
        if (PolicyUsageFilter === 'PermissionsPolicy') return attached > 0;
        if (PolicyUsageFilter === 'PermissionsBoundary') return bounded > 0;
        return OnlyAttached !== 'true' || attached > 0;
      });
      const { page, rest } = pageOf(found, paging);
      return { Policies: page.map(({ arn }) => described(parts, arn)), ...rest };
    },
  });
}

/** Roles alone: here are no users and groups of IAM. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export function listEntitiesForPolicy(parts: IamParts): Operation {
  return operation({
    name: 'ListEntitiesForPolicy',
    access,
    fields: {
      PolicyArn: shapes.arn,
      EntityFilter: z.literal('Role').optional(),
      PathPrefix: shapes.pathPrefix,
      PolicyUsageFilter: z.enum(['PermissionsPolicy', 'PermissionsBoundary']).optional(),
      ...shapes.paging,
    },
    run({ PolicyArn, PathPrefix = '/', PolicyUsageFilter, ...paging }) {
      documentOf(parts, PolicyArn);
      const found = parts.roles.settings.filter(({ path, managedPolicyArns, boundaryArn }) => {
        const isAttached = managedPolicyArns.includes(PolicyArn) && PolicyUsageFilter !== 'PermissionsBoundary';
        const isBounded = boundaryArn === PolicyArn && PolicyUsageFilter !== 'PermissionsPolicy';
        return path.startsWith(PathPrefix) && (isAttached || isBounded);
      });
      const { page, rest } = pageOf(found, paging);
      const PolicyRoles = page.map(({ roleName, roleId }) => ({ RoleName: roleName, RoleId: roleId }));
      return { PolicyRoles, PolicyUsers: [], PolicyGroups: [], ...rest };
    },
  });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export function getPolicyVersion(parts: IamParts): Operation {
  return operation({
    name: 'GetPolicyVersion',
    access,
    fields: { PolicyArn: shapes.arn, VersionId: z.string().regex(/^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/) },
    run({ PolicyArn, VersionId }) {
      const document = documentOf(parts, PolicyArn);
      if (VersionId !== VERSION) {
        throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
      }
      const version = { VersionId, IsDefaultVersion: true, CreateDate: parts.deployedAt };
      return { PolicyVersion: { ...version, Document: encoded(document) } };
    },
  });
}

/** Of each managed policy the sandbox knows one. */
const VERSION = 'v1';

function described(parts: IamParts, arn: string): object {
  const { name, path } = nameAndPath(arn);
  const { attached, bounded } = usesOf(parts, arn);
  return {
    PolicyName: name,
    PolicyId: managedPolicyId(arn),
    Arn: arn,
    Path: path,
    DefaultVersionId: VERSION,
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: bounded,
    IsAttachable: true,
    CreateDate: parts.deployedAt,
    UpdateDate: parts.deployedAt,
  };
}

function usesOf({ roles }: IamParts, arn: string): { readonly attached: number; readonly bounded: number } {
  return {
    attached: roles.settings.filter(({ managedPolicyArns }) => managedPolicyArns.includes(arn)).length,
    bounded: roles.settings.filter(({ boundaryArn }) => boundaryArn === arn).length,
  };
}

function ofTemplate({ roles }: IamParts, policyArn: string) {
  return roles.managedPolicies.ofTemplate.find(({ arn }) => arn === policyArn);
}

/** @throws UnsupportedError for a policy of AWS that the sandbox does not know; AwsError for another */
function documentOf({ roles: { managedPolicies } }: IamParts, arn: string): unknown {
  const isOfAws = /^arn:aws[\w-]*:iam::aws:policy\//.test(arn);
  const document = isOfAws ? managedPolicies.document(arn) : managedPolicies.find(arn);
  if (document !== undefined) return document;
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}
