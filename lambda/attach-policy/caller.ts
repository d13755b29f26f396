import type { DirectoryUser } from '../../contract/directory-items.js';
import { foreignIdentityPool, guestIdentity, guestsCannotBeToldApart, notSignedIn } from './errors.js';
import { signedLogins } from './signed-logins.js';

/** Who signed a request, as the platform says. */
export interface Caller {
  readonly identityId: string;
  /** ARN of the session of the assumed role; undefined where the platform does not say. */
  readonly userArn?: string | undefined;
  /** Each provider that vouched for it, and who that is there: `signedLogins`. Undefined where the platform does not say. */
  readonly logins?: readonly unknown[] | undefined;
  /** Whose identity it is, where that is asked for; undefined where the platform does not say. */
  readonly user?: DirectoryUser | undefined;
}

/** The Cognito identity in a Lambda context: set by Lambda when the invocation was signed with Cognito credentials. */
export interface ContextIdentity {
  readonly cognitoIdentityId?: string | null;
  readonly cognitoIdentityPoolId?: string | null;
}

export interface DirectCallerProps {
  readonly identityPoolId: string;
  readonly guestsAllowed: boolean;
}

interface RequestContext {
  readonly identity?: {
    readonly cognitoIdentityId?: unknown;
    readonly cognitoIdentityPoolId?: unknown;
    readonly cognitoAuthenticationType?: unknown;
    readonly userArn?: unknown;
  } | null;
  readonly authorizer?: {
    readonly iam?: {
      readonly userArn?: unknown;
      readonly cognitoIdentity?: {
        readonly identityId?: unknown;
        readonly identityPoolId?: unknown;
        readonly amr?: unknown;
      } | null;
    } | null;
  } | null;
}

type SignIn = 'user' | 'guest' | 'unknown';

/**
 * Who signed a request to API Gateway, from `requestContext`, which API Gateway writes and no client can.
 * Throws NotSignedIn, GuestIdentity or ForeignIdentityPool.
 */
export function apiCaller(
  event: { readonly version?: unknown; readonly requestContext?: unknown },
  identityPoolId: string,
): Caller {
  const requestContext = (event.requestContext ?? {}) as RequestContext;
  const caller =
    event.version === '2.0'
      ? httpApiCaller(requestContext, identityPoolId)
      : restApiCaller(requestContext, identityPoolId);
  return { ...caller, logins: signedLogins(event) };
}

/**
 * Who signed a direct `lambda:Invoke`. Only `context.identity` counts: the event and
 * `context.clientContext` are the client's own words. Throws as `apiCaller` does.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export function directCaller(identity: ContextIdentity | null | undefined, props: DirectCallerProps): Caller {
  // The context does not say whether the identity is a guest, so where guests exist anyone could be one.
  const signIn = props.guestsAllowed ? 'unknown' : 'user';
  const identityId = text(identity?.cognitoIdentityId);
  if (identityId && signIn === 'unknown') throw guestsCannotBeToldApart();
  // Nor does it say which role the identity acts as: there is no `userArn`.
  return { identityId: accepted(identityId, identity?.cognitoIdentityPoolId, signIn, props.identityPoolId) };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html */
function restApiCaller({ identity }: RequestContext, identityPoolId: string): Caller {
  const type = identity?.cognitoAuthenticationType;
  const signIn = type === 'authenticated' ? 'user' : type === 'unauthenticated' ? 'guest' : 'unknown';
  const { cognitoIdentityId, cognitoIdentityPoolId, userArn } = identity ?? {};
  const identityId = accepted(text(cognitoIdentityId), cognitoIdentityPoolId, signIn, identityPoolId);
  return { identityId, userArn: text(userArn) };
}

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * No public capture of a real `amr` was found. It is expected to hold `authenticated` or `unauthenticated`, as the token
 * does; with neither, or both, nothing proves a sign-in, and the caller is refused.
 */
function httpApiCaller({ authorizer }: RequestContext, identityPoolId: string): Caller {
  const identity = authorizer?.iam?.cognitoIdentity;
  const amr: readonly unknown[] = Array.isArray(identity?.amr) ? identity.amr : [];
  const signIn = amr.includes('unauthenticated') ? 'guest' : amr.includes('authenticated') ? 'user' : 'unknown';
  const identityId = accepted(text(identity?.identityId), identity?.identityPoolId, signIn, identityPoolId);
  return { identityId, userArn: text(authorizer?.iam?.userArn) };
}

function accepted(identityId: string | undefined, poolId: unknown, signIn: SignIn, identityPoolId: string): string {
  if (!identityId) throw notSignedIn();
  if (signIn === 'guest') throw guestIdentity();
  if (signIn !== 'user') throw notSignedIn();
  if (poolId !== identityPoolId) throw foreignIdentityPool();
  return identityId;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
