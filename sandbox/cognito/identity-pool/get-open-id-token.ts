import { AwsError, UnsupportedError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { checkGuestsAllowed, checkIsGuest, isEmpty } from './guests.js';
import { operation, shapes } from './identity-pool-operation.js';
import type { OperationContext } from './operation-context.js';
import { principalTags } from './principal-tags.js';

/** Seconds: "The OpenID token is valid for 10 minutes." */
const DURATION = 10 * 60;

/**
 * A step of the basic (classic) flow: a token to show to STS, which pools do not give unless they allow it.
 * https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdToken.html
 */
export function getOpenIdToken(context: OperationContext): Operation {
  return operation({
    name: 'GetOpenIdToken',
    access: 'public',
    // https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
    quota: 200,
    fields: { IdentityId: shapes.id, Logins: shapes.logins },
    async run({ IdentityId, Logins }) {
      const { identities, openIdTokens } = context;
      const asked = identities.accessible(IdentityId);
      const pool = context.pool(asked.identityPoolId);
      if (pool.settings.allowClassicFlow !== true) {
        // The code as seen on AWS (aws/aws-cli#7652).
        const message = 'Basic (classic) flow is not enabled, please use enhanced flow.';
        throw new AwsError('InvalidParameterException', message);
      }
      const { identityPoolId } = pool;
      if (isEmpty(Logins)) {
        checkIsGuest(asked);
        checkGuestsAllowed(pool);
        const token = { identityId: IdentityId, identityPoolId, amr: ['unauthenticated'], tags: {} };
        return { IdentityId, Token: await openIdTokens.issue(token, DURATION) };
      }
      if (Logins[context.openIdTokens.provider] !== undefined)
        throw new UnsupportedError(`GetOpenIdToken with a login of ${context.openIdTokens.provider}`);
      const logins = await context.verifiedLogins(pool, Logins);
      // https://docs.aws.amazon.com/cognito/latest/developerguide/saml-identity-provider.html
      if (logins.some(({ roles }) => roles !== undefined))
        throw new AwsError('InvalidParameterException', 'Only the enhanced flow is supported with SAML providers.');
      const { identityId } = identities.claimedBy(asked, logins);
      const amr = ['authenticated', ...logins.flatMap((login) => [login.providerName, login.amr])];
      const token = { identityId, identityPoolId, amr, tags: principalTags(pool, logins) };
      return { IdentityId: identityId, Token: await openIdTokens.issue(token, DURATION) };
    },
  });
}
