/** The parts of an API Gateway event that API Gateway writes and that tell by which sign-in the credentials were got. */
export interface SignedEvent {
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
 * Each provider that the credentials of a request were got by, and who that was there: `<pool>` and
 * `<pool>:CognitoSignIn:<sub>` for a user pool. Empty where API Gateway does not say.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function signedLogins({ version, requestContext }: SignedEvent): readonly unknown[] {
  const context = (requestContext ?? {}) as SignInContext;
  return version === '2.0' ? loginsOfHttpApi(context) : loginsOfRestApi(context);
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

/**
 * Those of the logins that say who somebody is, and not only where: they begin with a provider of the same list and a
 * colon, and for SAML with the last part of the provider's ARN. Each once.
 *
 * Any of them may be made up where there are several: what a provider or a back end calls its user may have commas in
 * it, and so read like another login. Only a list of one provider and its user leaves no room for that.
 */
export function subjectsIn(logins: readonly unknown[]): {
  readonly subjects: readonly string[];
  readonly alone: boolean;
} {
  const texts = [...new Set(logins.filter((login): login is string => typeof login === 'string' && login !== ''))];
  const names = texts.flatMap((login) => [`${login}:`, `${login.slice(login.lastIndexOf('/') + 1)}:`]);
  const subjects = texts.filter((login) => names.some((name) => login.startsWith(name)));
  return { subjects, alone: texts.length === 2 && subjects.length === 1 };
}

export interface UserPoolUser {
  readonly userPoolId: string;
  readonly sub: string;
}

/** User pool and `sub` of whoever signed in there and nowhere else: what a log may say of people. What a back end calls
 * its users may be their e-mail addresses. */
export function userPoolUser(logins: readonly unknown[]): UserPoolUser | undefined {
  const { subjects, alone } = subjectsIn(logins);
  const [, userPoolId, sub] = USER_POOL_SUBJECT.exec(subjects[0] ?? '') ?? [];
  return alone && userPoolId !== undefined && sub !== undefined ? { userPoolId, sub } : undefined;
}

const USER_POOL_SUBJECT = /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/([\w-]{1,55}):CognitoSignIn:([\w-]{1,128})$/;
