import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import { managedPolicy } from '../managed-policies.js';
import { encoded, type IamParts, noSuchEntity, operation, shapes } from './iam-operation.js';
import { nameAndPath } from './role-operations.js';

const access = { iam: (member: (name: string) => string) => member('PolicyArn') };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export function getPolicy({ roles, deployedAt }: IamParts): Operation {
  return operation({
    name: 'GetPolicy',
    access,
    fields: { PolicyArn: shapes.arn },
    run({ PolicyArn }) {
      documentOf(PolicyArn);
      const { name, path } = nameAndPath(PolicyArn);
      const attached = roles.settings.filter(({ managedPolicyArns }) => managedPolicyArns.includes(PolicyArn));
      return {
        Policy: {
          PolicyName: name,
          PolicyId: `ANPA${createHash('sha256').update(PolicyArn).digest('hex').slice(0, 17).toUpperCase()}`,
          Arn: PolicyArn,
          Path: path,
          DefaultVersionId: VERSION,
          AttachmentCount: attached.length,
          PermissionsBoundaryUsageCount: 0,
          IsAttachable: true,
          CreateDate: deployedAt,
          UpdateDate: deployedAt,
        },
      };
    },
  });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export function getPolicyVersion({ deployedAt }: IamParts): Operation {
  return operation({
    name: 'GetPolicyVersion',
    access,
    fields: { PolicyArn: shapes.arn, VersionId: z.string().regex(/^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/) },
    run({ PolicyArn, VersionId }) {
      const document = documentOf(PolicyArn);
      if (VersionId !== VERSION) {
        throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
      }
      const version = { VersionId, IsDefaultVersion: true, CreateDate: deployedAt };
      return { PolicyVersion: { ...version, Document: encoded(document) } };
    },
  });
}

/** Of each managed policy the sandbox knows one. */
const VERSION = 'v1';

/** @throws UnsupportedError for a policy of AWS that the sandbox does not know; AwsError for another */
function documentOf(arn: string): unknown {
  if (arn.startsWith('arn:aws:iam::aws:policy/')) return managedPolicy(arn);
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}
