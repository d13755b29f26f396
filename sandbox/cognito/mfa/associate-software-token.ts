import type { Operation } from '../../service/operation.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { operation, shapes } from '../user-pool/user-pool-operation.js';
import { checkPoolHasMfa, newSecret } from './software-token.js';
import { byTokenOrSession, shapeOfSession } from './token-or-session.js';

const fields = { AccessToken: shapes.token.optional(), Session: shapeOfSession.optional() };

/**
 * Takes an access token, or the session of a sign-in that waits for an authenticator to be set up. The new one counts
 * once VerifySoftwareToken has seen a code of it.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
 */
export function associateSoftwareToken(context: OperationContext): Operation {
  return operation({
    name: 'AssociateSoftwareToken',
    // Judged below: either proof will do.
    access: 'public',
    fields,
    async run(request) {
      const secret = newSecret();
      return byTokenOrSession(context, request, {
        byToken({ pool, user }) {
          checkPoolHasMfa(pool);
          pool.users.update(user, { pendingSoftwareToken: secret });
          return { SecretCode: secret };
        },
        bySession: (renew) => ({ SecretCode: secret, Session: renew((waiting) => ({ ...waiting, secret })) }),
      });
    },
  });
}
