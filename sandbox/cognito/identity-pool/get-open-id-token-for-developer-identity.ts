import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import type { Operation } from '../../service/operation.js';
import { developerAmr } from './developer-identities.js';
import { operation, shapes } from './identity-pool-operation.js';
import { refused } from './logins.js';
import type { IdentityPool, OperationContext } from './operation-context.js';

const fields = {
  IdentityPoolId: shapes.id,
  IdentityId: shapes.id.optional(),
  Logins: z.record(z.string().min(1).max(128), z.string().min(1).max(50_000)),
  PrincipalTags: z
    .record(z.string().min(1).max(128), z.string().min(1).max(256))
    .refine((tags) => Object.keys(tags).length <= 50)
    .optional(),
  TokenDuration: z.number().int().min(1).max(86_400).optional(),
};

/** Seconds; AWS's default. */
const DURATION = 15 * 60;

/**
 * A back end vouches for a user under the pool's developer provider; who may call this is judged before.
 * https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetOpenIdTokenForDeveloperIdentity.html
 */
export function getOpenIdTokenForDeveloperIdentity(context: OperationContext): Operation {
  return operation({
    name: 'GetOpenIdTokenForDeveloperIdentity',
    access: { iam: (member) => context.identityPoolArn(member('IdentityPoolId')) },
    fields,
    async run(request) {
      const pool = context.pool(request.IdentityPoolId);
      const provider = developerProvider(pool);
      const { [provider]: user, ...others } = request.Logins;
      if (user === undefined) {
        const message = `Please provide a login for the developer provider ${provider} of this identity pool.`;
        throw new AwsError('InvalidParameterException', message);
      }
      const { identityPoolId } = pool;
      const login = { providerName: provider, sub: user };
      const linked = await context.verifiedLogins(pool, others);
      const identity = context.identities.ofDeveloper(identityPoolId, login, request.IdentityId, linked);
      const amr = developerAmr(identityPoolId, provider, user);
      const tags = request.PrincipalTags ?? {};
      const token = { identityId: identity.identityId, identityPoolId, amr, tags };
      const Token = await context.openIdTokens.issue(token, request.TokenDuration ?? DURATION);
      return { IdentityId: identity.identityId, Token };
    },
  });
}

function developerProvider({ settings: { developerProviderName } }: IdentityPool): string {
  if (developerProviderName !== undefined) return developerProviderName;
  throw refused('Developer authenticated identities are not enabled for this identity pool.');
}
