import { z } from 'zod';
import { UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { OperationContext } from './operation-context.js';

/**
 * Credentials that were given out for an identity outlive it, and so do its IoT policies.
 *
 * https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DeleteIdentities.html
 */
export function deleteIdentities({ identities }: OperationContext): Operation {
  return operation({
    name: 'DeleteIdentities',
    access: { iam: () => '*' },
    fields: { IdentityIdsToDelete: z.array(shapes.id).min(1).max(60) },
    run({ IdentityIdsToDelete }) {
      const unknown = IdentityIdsToDelete.find((identityId) => !identities.has(identityId));
      // AWS does not say what it answers then.
      if (unknown !== undefined) throw new UnsupportedError(`DeleteIdentities of ${unknown}, which there is not`);
      for (const identityId of new Set(IdentityIdsToDelete)) identities.delete(identityId);
      return { UnprocessedIdentityIds: [] };
    },
  });
}
