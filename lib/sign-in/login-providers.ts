import { Token } from 'aws-cdk-lib';
import type { Problem } from '../settings-error.js';
import type { OpenIdConnectProvider } from './open-id-connect-provider.js';

/**
 * Apps as the providers know them, whose users the identity pool takes by the provider's own token. An app ID is no
 * secret, and AWS needs no other.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/external-identity-providers.html
 */
export interface LoginProviders {
  /** App ID at Login with Amazon, `amzn1.application.…`: not the client ID, `amzn1.application-oa2-client.…`. */
  readonly amazon?: string;
  /** Services ID, or the bundle ID of an app for Apple's systems. */
  readonly apple?: string;
  /** App ID at Facebook; AWS does not take tokens of Limited Login. */
  readonly facebook?: string;
  /** Client ID, `….apps.googleusercontent.com`; of several platforms, `openIdConnectProviders` take all client IDs. */
  readonly google?: string;
}

interface Provider {
  readonly name: keyof LoginProviders;
  /** As `Logins` and `amr` name it. https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CreateIdentityPool.html */
  readonly host: string;
  readonly appId: RegExp;
  readonly allowed: string;
}

export const loginProviders: readonly Provider[] = [
  {
    name: 'amazon',
    host: 'www.amazon.com',
    appId: /^amzn1\.application\.\w{1,96}$/,
    allowed: 'the App ID, amzn1.application.…, and not the client ID',
  },
  { name: 'apple', host: 'appleid.apple.com', appId: /^[\w.-]{1,128}$/, allowed: 'a Services ID or a bundle ID' },
  { name: 'facebook', host: 'graph.facebook.com', appId: /^\d{1,32}$/, allowed: 'an App ID, which is a number' },
  {
    name: 'google',
    host: 'accounts.google.com',
    appId: /^[\w-]{1,96}\.apps\.googleusercontent\.com$/,
    allowed: 'a client ID, ….apps.googleusercontent.com',
  },
];

/** By the names that AWS has for the providers. */
export function supportedLoginProviders(given: LoginProviders): Record<string, string> {
  const entries = loginProviders.map(({ name, host }) => [host, given[name]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Every problem of the apps, each with its path. */
export function loginProviderProblems(
  given: LoginProviders,
  openIdConnectProviders: readonly OpenIdConnectProvider[],
): Problem[] {
  const named = loginProviders.filter(({ name }) => given[name] !== undefined);
  if (named.length === 0) return [{ where: 'loginProviders', what: 'is empty; name an app or leave it out' }];
  return named.flatMap(({ name, host, appId, allowed }) => {
    const where = `loginProviders.${name}`;
    const app = given[name] ?? '';
    const isTwice = openIdConnectProviders.some(
      ({ url, arn }) => url?.replace(/\/$/, '') === `https://${host}` || arn?.endsWith(`:oidc-provider/${host}`),
    );
    return [
      ...(Token.isUnresolved(app) || appId.test(app)
        ? []
        : [{ where, what: `given ${JSON.stringify(app)}; allowed: ${allowed}` }]),
      ...(isTwice
        ? [
            {
              where,
              what: 'is in openIdConnectProviders, too, and AWS does not say which one counts; leave one of them out',
            },
          ]
        : []),
    ];
  });
}
