import { z } from 'zod';
import { UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { mismatch } from './identities.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { OperationContext } from './operation-context.js';

const fields = {
  IdentityId: shapes.id,
  Logins: shapes.logins.unwrap(),
  LoginsToRemove: z.array(z.string().min(1).max(128)).min(1),
};

/**
 * Open to everybody, since the tokens prove the logins: a user can leave an identity, and with it whatever is attached
 * to it. Of every login that is to go, the sandbox wants to see the token; whether AWS takes one of another login of the
 * same identity is not documented.
 *
 * https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UnlinkIdentity.html
 */
export function unlinkIdentity(context: OperationContext): Operation {
  return operation({
    name: 'UnlinkIdentity',
    access: 'public',
    fields,
    async run({ IdentityId, Logins, LoginsToRemove }) {
      const identity = context.identities.accessible(IdentityId);
      const pool = context.pool(identity.identityPoolId);
      if (Logins[context.openIdTokens.provider] !== undefined)
        throw new UnsupportedError(`UnlinkIdentity with a login of ${context.openIdTokens.provider}`);
      const verified = await context.verifiedLogins(pool, Logins);
      const own = verified.filter(({ providerName, sub }) => identity.logins[providerName] === sub);
      const isOwn = (provider: string) => own.some(({ providerName }) => providerName === provider);
      if (own.length < verified.length || !LoginsToRemove.every(isOwn)) throw mismatch();
      context.identities.unlink(identity, LoginsToRemove);
      return {};
    },
  });
}
