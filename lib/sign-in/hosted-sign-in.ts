import { Annotations, Stack } from 'aws-cdk-lib';
import { OAuthScope, type OAuthSettings, type UserPool, UserPoolDomain } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Problem } from '../settings-error.js';

/** Sign-in pages that Amazon Cognito serves. Apps get a code and exchange it (PKCE), without a client secret. */
export interface HostedSignIn {
  /** First label of `<domainPrefix>.auth.<Region>.amazoncognito.com`, in GovCloud `.auth-fips.`; nobody else in the Region may have it. */
  readonly domainPrefix: string;
  /** Where users come back to after sign-in, exactly as the app sends it. @default ['http://localhost:8000'] */
  readonly callbackUrls?: readonly string[];
  /** Where users come back to after sign-out. @default ['http://localhost:8000'] */
  readonly signOutUrls?: readonly string[];
  /** Whether tokens may also be sent in the URL itself, where histories and logs keep them. @default false */
  readonly implicit?: boolean;
}

const localPage = ['http://localhost:8000'];

/**
 * What the app client may ask the hosted sign-in for. `openid` gives the ID token that identity pools take.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export function oAuthSettings({ callbackUrls, signOutUrls, implicit = false }: HostedSignIn): OAuthSettings {
  return {
    flows: { authorizationCodeGrant: true, implicitCodeGrant: implicit },
    scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
    callbackUrls: [...(callbackUrls ?? localPage)],
    logoutUrls: [...(signOutUrls ?? localPage)],
  };
}

/** Adds the domain and gives its host name. Warns where the implicit grant was asked for. */
export function addSignInDomain(
  scope: Construct,
  userPool: UserPool,
  { domainPrefix, implicit }: HostedSignIn,
): string {
  const domain = new UserPoolDomain(scope, 'Domain', { userPool, cognitoDomain: { domainPrefix } });
  if (implicit) {
    Annotations.of(scope).addWarningV2(
      'cognito-iot-access:implicitGrant',
      'signIn.implicit: the implicit grant puts tokens into URLs, which browsers, proxies and logs keep, and anyone ' +
        'who sees one is the user until it expires. Use the authorization code grant with PKCE, and leave this out.',
    );
  }
  // Its Ref, so that what uses the host waits for the domain.
  const { region } = Stack.of(scope);
  // https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
  const auth = region.startsWith('us-gov-') ? 'auth-fips' : 'auth';
  return `${domain.domainName}.${auth}.${region}.amazoncognito.com`;
}

/** Problems of the URLs, which Cognito compares character by character with what an app sends. */
export function hostedSignInProblems({ callbackUrls, signOutUrls }: HostedSignIn): Problem[] {
  return [...urlProblems('callbackUrls', callbackUrls), ...urlProblems('signOutUrls', signOutUrls)];
}

function urlProblems(field: string, urls: readonly string[] = localPage): Problem[] {
  if (urls.length === 0) return [{ where: `signIn.${field}`, what: 'given an empty list; allowed: at least one URL' }];
  return urls.flatMap((url, index) =>
    isReturnUrl(url)
      ? []
      : [{ where: `signIn.${field}[${index}]`, what: `given ${JSON.stringify(url)}; allowed: ${allowedUrls}` }],
  );
}

const allowedUrls = 'https://…, http://localhost:…, or a scheme of the app such as myapp://, without # and *';

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
function isReturnUrl(url: string): boolean {
  if (/[\s#*]/.test(url) || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:') return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  // Browsers run these two, they do not navigate.
  return !['javascript:', 'data:'].includes(protocol);
}
