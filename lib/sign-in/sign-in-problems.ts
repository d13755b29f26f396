import { Token } from 'aws-cdk-lib';
import type { Problem } from '../settings-error.js';
import { type ExistingIds, existingSignInProblems, type PartsOfPools } from './existing-problems.js';
import { type HostedSignIn, hostedSignInProblems } from './hosted-sign-in.js';
import { type IamSamlProvider, samlProviderProblems } from './iam-saml-provider.js';
import type { IdentityProviders } from './identity-providers.js';
import { type LambdaTriggers, lambdaTriggerProblems } from './lambda-triggers.js';
import { linkAccountsProblems } from './link-accounts.js';
import { type LoginProviders, loginProviderProblems } from './login-providers.js';
import type { OpenIdConnectProvider } from './open-id-connect-provider.js';
import { customAttributeProblems, type PrincipalTags, principalTagProblems } from './principal-tags.js';
import { allowedSecret, isSecretReference } from './secret-reference.js';
import { emailProblems, type SignInEmail } from './sign-in-email.js';
import { type TokenValidity, tokenValidityProblems } from './token-validity.js';

/** What can be wrong about signing in beyond the type of a value. */
export interface CheckedSignIn extends PartsOfPools {
  readonly signIn: HostedSignIn | undefined;
  readonly identityProviders: IdentityProviders | undefined;
  readonly openIdConnectProviders: readonly OpenIdConnectProvider[] | undefined;
  readonly loginProviders: LoginProviders | undefined;
  readonly samlProviders: readonly IamSamlProvider[] | undefined;
  readonly principalTags: PrincipalTags | undefined;
  readonly customAttributes: readonly string[] | undefined;
  readonly existing: ExistingIds | undefined;
  readonly email: SignInEmail | undefined;
  readonly lambdaTriggers?: LambdaTriggers | undefined;
  readonly tokenValidity: TokenValidity | undefined;
  readonly linkAccounts: readonly string[] | undefined;
  /** Of the stack. @default it is not known */
  readonly region?: string;
}

/** Every problem, each with its path within the settings; none means that it can be deployed. */
export function signInProblems(given: CheckedSignIn): Problem[] {
  const {
    signIn,
    identityProviders,
    openIdConnectProviders = [],
    loginProviders,
    samlProviders = [],
    principalTags,
    customAttributes,
    existing = {},
    email,
    lambdaTriggers,
    tokenValidity,
    linkAccounts = [],
  } = given;
  const unreachable = identityProviders && !signIn;
  return [
    ...(signIn ? hostedSignInProblems(signIn) : []),
    ...(unreachable
      ? [{ where: 'identityProviders', what: 'needs signIn: users get there by the hosted sign-in' }]
      : []),
    ...identityProviderProblems(identityProviders ?? {}),
    ...linkAccountsProblems(linkAccounts, { identityProviders, lambdaTriggers }),
    ...openIdConnectProblems(openIdConnectProviders),
    ...(lambdaTriggers ? lambdaTriggerProblems(lambdaTriggers, { email }) : []),
    ...(tokenValidity ? tokenValidityProblems(tokenValidity) : []),
    ...samlProviderProblems(samlProviders),
    ...(loginProviders ? loginProviderProblems(loginProviders, openIdConnectProviders) : []),
    ...(email ? emailProblems(email, given.region) : []),
    ...(principalTags ? principalTagProblems(principalTags) : []),
    ...customAttributeProblems(customAttributes),
    ...existingSignInProblems(existing, given),
  ];
}

function identityProviderProblems(all: IdentityProviders): Problem[] {
  const { google, facebook, loginWithAmazon, signInWithApple, oidc = [], saml = [] } = all;
  const where = (path: string) => `identityProviders.${path}`;
  const secrets: [path: string, given: string | undefined][] = [
    ['google.clientSecret', google?.clientSecret],
    ['facebook.clientSecret', facebook?.clientSecret],
    ['loginWithAmazon.clientSecret', loginWithAmazon?.clientSecret],
    ['signInWithApple.privateKey', signInWithApple?.privateKey],
    ...oidc.map((one, index): [string, string] => [`oidc[${index}].clientSecret`, one.clientSecret]),
  ];
  const named = [
    ...oidc.map(({ name }, index) => ({ path: `oidc[${index}].name`, name })),
    ...saml.map(({ name }, index) => ({ path: `saml[${index}].name`, name })),
  ];
  return [
    ...secrets
      .filter(([, given]) => given !== undefined && !isSecretReference(given))
      // Not what was given: it may be the secret.
      .map(([path]) => ({ where: where(path), what: `is no reference to a secret; allowed: ${allowedSecret}` })),
    ...named.flatMap(({ path, name }, index) => {
      const twice = named.findIndex((one) => one.name === name) < index;
      if (twice) return [{ where: where(path), what: `given ${JSON.stringify(name)}, which another provider has` }];
      return taken.includes(name)
        ? [{ where: where(path), what: `given ${JSON.stringify(name)}, which Cognito uses itself` }]
        : [];
    }),
  ];
}

/** Names of the providers that Cognito knows by itself. */
const taken = ['COGNITO', 'Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'];

function openIdConnectProblems(providers: readonly OpenIdConnectProvider[]): Problem[] {
  return providers.flatMap((provider, index) => {
    const where = `openIdConnectProviders[${index}]`;
    const { url = '', clientIds, arn } = provider;
    if (arn !== undefined) return [];
    const twice = providers.findIndex((one) => one.url === url) < index;
    const noUrl = !Token.isUnresolved(url) && !/^https:\/\/[^\s?#]+$/.test(url);
    return [
      ...(noUrl ? [{ where: `${where}.url`, what: `given ${JSON.stringify(url)}; allowed: an https: URL` }] : []),
      ...(twice
        ? [
            {
              where: `${where}.url`,
              what: 'is that of another; name all clientIds there: an account has each URL once',
            },
          ]
        : []),
      ...(clientIds.length === 0
        ? [{ where: `${where}.clientIds`, what: 'is empty, so no token would be taken; name at least one app' }]
        : []),
    ];
  });
}
