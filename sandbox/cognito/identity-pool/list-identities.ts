import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { describedIdentity } from './describe-identity.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { OperationContext } from './operation-context.js';

const fields = {
  IdentityPoolId: shapes.id,
  MaxResults: shapes.maxResults,
  NextToken: shapes.nextToken,
  // None is disabled here: that is what becomes of identities whose provider was taken out of the pool.
  HideDisabled: z.boolean().optional(),
};

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_ListIdentities.html */
export function listIdentities(context: OperationContext): Operation {
  return operation({
    name: 'ListIdentities',
    access: { iam: (member) => context.identityPoolArn(member('IdentityPoolId')) },
    // Service Quotas: 5 a second.
    quota: 5,
    fields,
    run({ IdentityPoolId, MaxResults, NextToken }) {
      const { identityPoolId } = context.pool(IdentityPoolId);
      const after = NextToken === undefined ? '' : identityIn(NextToken);
      const left = context.identities.ofPool(identityPoolId).filter(({ identityId }) => identityId > after);
      const page = left.slice(0, MaxResults);
      const last = page.at(-1);
      const more = left.length > page.length && last !== undefined;
      return {
        IdentityPoolId,
        Identities: page.map(describedIdentity),
        ...(more ? { NextToken: Buffer.from(last.identityId).toString('base64url') } : {}),
      };
    },
  });
}

function identityIn(token: string): string {
  const identityId = Buffer.from(token, 'base64url').toString();
  if (/^[\w-]+:[0-9a-f-]+$/.test(identityId)) return identityId;
  throw new AwsError('InvalidParameterException', 'Invalid NextToken.');
}
