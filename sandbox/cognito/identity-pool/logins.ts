import { AwsError } from '../../base/errors.js';
import type { OidcVerdict } from '../oidc/verify-oidc-token.js';
import type { IdentityPoolSettings } from '../resources/cognito-resources.js';
import type { OidcProviderSettings } from '../resources/federation-resources.js';
import type { IdTokenVerdict } from '../user-pool/verify-id-token.js';

/** A login whose token is verified. */
export interface VerifiedLogin {
  /** `cognito-idp.<region>.amazonaws.com/<user pool ID>`, an issuer without its scheme, or `graph.facebook.com`. */
  readonly providerName: string;
  readonly sub: string;
  /** What tells this user from others in `amr`: `<provider>:CognitoSignIn:<sub>`. */
  readonly amr: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** How role mappings and tag maps name the provider. */
  readonly mappingNames: readonly string[];
  /** Of a SAML assertion: the roles that it gives the user the choice of. */
  readonly roles?: readonly string[];
}

/** Judges an ID token of a user pool; undefined when there is no such pool. */
export type VerifyUserPoolToken = (userPoolId: string, token: string) => Promise<IdTokenVerdict | undefined>;

/** Judges an ID token of a provider that IAM trusts. */
export type VerifyProviderToken = (provider: OidcProviderSettings, token: string) => Promise<OidcVerdict>;

export interface LoginVerifiers {
  readonly userPool: VerifyUserPoolToken;
  readonly oidc: VerifyProviderToken;
  readonly oidcProviders: readonly OidcProviderSettings[];
  /** Of a SAML provider, by its ARN. */
  readonly saml: (providerArn: string, response: string) => Promise<VerifiedLogin>;
  /** Of `SupportedLoginProviders`. */
  readonly loginProvider: (providerName: string, appId: string, token: string) => Promise<VerifiedLogin>;
}

/** Verifies every login, or throws NotAuthorizedException in AWS's words for the first that does not do. */
export function verifiedLogins(
  settings: IdentityPoolSettings,
  logins: Readonly<Record<string, string>>,
  verifiers: LoginVerifiers,
): Promise<VerifiedLogin[]> {
  return Promise.all(
    Object.entries(logins).map(([providerName, token]) => {
      const provider = verifiers.oidcProviders.find(
        ({ arn, url }) => settings.openIdConnectProviderArns?.includes(arn) && withoutScheme(url) === providerName,
      );
      if (provider !== undefined) return oidcLogin(provider, token, verifiers.oidc);
      if (settings.samlProviderArns?.includes(providerName)) return verifiers.saml(providerName, token);
      const appId = settings.supportedLoginProviders?.[providerName];
      if (appId !== undefined) return verifiers.loginProvider(providerName, appId, token);
      return userPoolLogin(settings, providerName, token, verifiers.userPool);
    }),
  );
}

async function userPoolLogin(
  settings: IdentityPoolSettings,
  providerName: string,
  token: string,
  verify: VerifyUserPoolToken,
): Promise<VerifiedLogin> {
  const clients = settings.cognitoIdentityProviders.filter((provider) => provider.providerName === providerName);
  const userPoolId = /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/(.+)$/.exec(providerName)?.[1];
  const judged = clients.length > 0 && userPoolId ? await verify(userPoolId, token) : undefined;
  if (judged === undefined) throw unsupportedProvider();
  if (judged.verdict !== 'valid') throw refused(`Invalid login token. ${reasonOf(judged)}`);
  const client = clients.find(({ clientId }) => clientId === judged.clientId);
  if (client === undefined) throw unsupportedProvider();
  // https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CognitoIdentityProvider.html
  if (client.serverSideTokenCheck && !judged.active) throw refused('Token is inactive');
  const { sub, claims } = judged;
  const mappingNames = [providerName, `${providerName}:${client.clientId}`];
  return { providerName, sub, amr: `${providerName}:CognitoSignIn:${sub}`, claims, mappingNames };
}

/** AWS documents neither its words for a wrong audience nor the last part of `amr`; the latter is `OIDC` and the user's ID. */
async function oidcLogin(
  provider: OidcProviderSettings,
  token: string,
  verify: VerifyProviderToken,
): Promise<VerifiedLogin> {
  const judged = await verify(provider, token);
  if (judged.verdict !== 'valid') throw refused(`Invalid login token. ${reasonOf(judged)}`);
  const providerName = withoutScheme(provider.url);
  const { sub, claims } = judged;
  return { providerName, sub, amr: `${providerName}:OIDC:${sub}`, claims, mappingNames: [providerName, provider.arn] };
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}

function reasonOf(judged: Exclude<IdTokenVerdict | OidcVerdict, { verdict: 'valid' }>): string {
  switch (judged.verdict) {
    case 'not-an-id-token':
      return 'Not a valid OpenId Connect identity token.';
    case 'other-issuer':
      return "Issuer doesn't match providerName";
    case 'not-signed-here':
      return "Couldn't verify signed token.";
    case 'other-audience':
      return 'Incorrect token audience.';
    case 'expired':
      return `Token expired: ${judged.now} >= ${judged.exp}`;
  }
}

export const unsupportedProvider = () => refused('Token is not from a supported provider of this identity pool.');

export function refused(message: string): AwsError {
  return new AwsError('NotAuthorizedException', message);
}

export function forbidden(identityId: string): AwsError {
  return refused(`Access to Identity '${identityId}' is forbidden.`);
}
