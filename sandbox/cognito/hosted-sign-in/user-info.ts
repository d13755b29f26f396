import { AwsError } from '../../base/errors.js';
import { isInScope, isReadable } from '../user-pool/attributes.js';
import type { OperationContext, SignedInUser } from '../user-pool/user-pool.js';
import { OAuthError } from './sign-in-errors.js';

/**
 * @param authorization `Bearer <access token>`
 * @throws OAuthError `invalid_token`
 */
export function bearerOf({ signedInUser }: OperationContext, authorization = ''): Promise<SignedInUser> {
  const token = /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '';
  return signedInUser(token, 'openid').catch((error: unknown) => {
    if (error instanceof AwsError) throw new OAuthError('invalid_token', error.message, 401);
    throw error;
  });
}

/**
 * `/oauth2/userInfo`: what the scopes of the access token show of its user, all of it as text.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
 */
export function userInfo({ user, client, session }: SignedInUser): object {
  const shown = Object.entries(user.attributes).filter(
    ([name]) => isReadable(client, name) && isInScope(session.scopes, name),
  );
  return { sub: user.sub, ...Object.fromEntries(shown), username: user.userName };
}
