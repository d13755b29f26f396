import type { DirectoryUser } from '../../../contract/directory-items.js';

/** The parts of an API Gateway event that API Gateway writes and that tell by which sign-in the credentials were got. */
interface SignedEvent {
  readonly version?: unknown;
  readonly requestContext?: unknown;
}

interface SignInContext {
  readonly identity?: { readonly cognitoAuthenticationProvider?: unknown } | null;
  readonly authorizer?: {
    readonly iam?: { readonly cognitoIdentity?: { readonly amr?: unknown } | null } | null;
  } | null;
}

/**
 * The user of the user pool who signed a request to API Gateway, from its context alone. Undefined unless the one sign-in
 * was that user's: with a second login beside it, whoever has that other login alone has the identity, too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function signedUser({ version, requestContext }: SignedEvent, userPoolId: string): DirectoryUser | undefined {
  const context = (requestContext ?? {}) as SignInContext;
  const logins = version === '2.0' ? loginsOfHttpApi(context) : loginsOfRestApi(context);
  const pool = `cognito-idp.${userPoolId.replace(/_.*/, '')}.amazonaws.com/${userPoolId}`;
  const [signIn, ...others] = logins.filter((login) => login !== pool);
  const before = `${pool}:CognitoSignIn:`;
  if (typeof signIn !== 'string' || others.length > 0 || !signIn.startsWith(before)) return undefined;
  const sub = signIn.slice(before.length);
  return /^[\w-]{1,128}$/.test(sub) ? { userPoolId, sub } : undefined;
}

/** `<pool>,<pool>:CognitoSignIn:<sub>` */
function loginsOfRestApi({ identity }: SignInContext): readonly unknown[] {
  const provider = identity?.cognitoAuthenticationProvider;
  return typeof provider === 'string' ? provider.split(',') : [];
}

/** The same in a list, after `authenticated`. */
function loginsOfHttpApi({ authorizer }: SignInContext): readonly unknown[] {
  const amr = authorizer?.iam?.cognitoIdentity?.amr;
  return Array.isArray(amr) ? amr.filter((method) => method !== 'authenticated') : [];
}
