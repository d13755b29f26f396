import type { DirectoryUser } from '../../../contract/directory-items.js';
import { type SignedEvent, signedLogins } from '../signed-logins.js';

/**
 * The user of the user pool who signed a request to API Gateway, from its context alone. Undefined unless the one sign-in
 * was that user's: with a second login beside it, whoever has that other login alone has the identity, too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function signedUser(event: SignedEvent, userPoolId: string): DirectoryUser | undefined {
  const pool = `cognito-idp.${userPoolId.replace(/_.*/, '')}.amazonaws.com/${userPoolId}`;
  const [signIn, ...others] = signedLogins(event).filter((login) => login !== pool);
  const before = `${pool}:CognitoSignIn:`;
  if (typeof signIn !== 'string' || others.length > 0 || !signIn.startsWith(before)) return undefined;
  const sub = signIn.slice(before.length);
  return /^[\w-]{1,128}$/.test(sub) ? { userPoolId, sub } : undefined;
}
