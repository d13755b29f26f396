import { z } from 'zod';
import type { Operation } from '../../service/operation.js';
import { checkGuestsAllowed, isEmpty } from './guests.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { OperationContext } from './operation-context.js';

const fields = { IdentityPoolId: shapes.id, AccountId: z.string().regex(/^\d+$/).optional(), Logins: shapes.logins };

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html */
export function getId(context: OperationContext): Operation {
  return operation({
    name: 'GetId',
    access: 'public',
    fields,
    async run({ IdentityPoolId, Logins }) {
      const pool = context.pool(IdentityPoolId);
      if (isEmpty(Logins)) {
        checkGuestsAllowed(pool);
        return { IdentityId: context.identities.addGuest(IdentityPoolId).identityId };
      }
      const logins = await context.verifiedLogins(pool, Logins);
      return { IdentityId: context.identities.ofLogins(IdentityPoolId, logins).identityId };
    },
  });
}
