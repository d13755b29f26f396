import { AwsError } from '../../base/errors.js';
import { isInScope, isReadable } from '../user-pool/attributes.js';
import type { OperationContext } from '../user-pool/user-pool.js';
import { OAuthError } from './sign-in-errors.js';

/**
 * `/oauth2/userInfo`: what the scopes of the access token show of its user, all of it as text.
 *
 * @param authorization `Bearer <access token>`
 * @throws OAuthError `invalid_token`
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
 */
export async function userInfo({ signedInUser }: OperationContext, authorization: string | undefined): Promise<object> {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const { user, client, session } = await signedInUser(token, 'openid').catch((error) => {
    if (error instanceof AwsError) throw new OAuthError('invalid_token', error.message, 401);
    throw error;
  });
  const shown = Object.entries(user.attributes).filter(
    ([name]) => isReadable(client, name) && isInScope(session.scopes, name),
  );
  return { sub: user.sub, ...Object.fromEntries(shown), username: user.userName };
}
