import { type CompactVerifyGetKey, createRemoteJWKSet } from 'jose';
import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { isProviderUrl } from '../resources/federation-resources.js';

/** What a provider publishes about itself. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
export interface OidcProvider {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userInfoEndpoint: string | undefined;
  readonly keys: CompactVerifyGetKey;
}

export type OidcProviders = ReturnType<typeof createOidcProviders>;

const url = z.string().refine(isProviderUrl);
const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: url,
  token_endpoint: url,
  userinfo_endpoint: url.optional(),
  jwks_uri: url,
});

/** How long a provider may take to answer. */
const TIMEOUT = 5000;

/** Finds out about OpenID Connect providers, each once. */
export function createOidcProviders() {
  const known = new Map<string, Promise<OidcProvider>>();
  return {
    /** @throws AwsError `ExternalServiceException` when the provider is not there, or speaks for another issuer */
    discover(issuer: string): Promise<OidcProvider> {
      const found = known.get(issuer) ?? discover(issuer);
      known.set(issuer, found);
      // A provider that was not up yet is asked again.
      found.catch(() => known.delete(issuer));
      return found;
    },
  };
}

/**
 * The provider that the details of a user pool's identity provider describe: by its endpoints where they are given, by
 * discovery otherwise.
 */
export async function providerOf(
  providers: OidcProviders,
  details: Readonly<Record<string, string>>,
): Promise<OidcProvider> {
  const { oidc_issuer: issuer = '', authorize_url, token_url, attributes_url, jwks_uri } = details;
  if (authorize_url === undefined || token_url === undefined || jwks_uri === undefined)
    return providers.discover(issuer);
  return {
    issuer,
    authorizationEndpoint: authorize_url,
    tokenEndpoint: token_url,
    userInfoEndpoint: attributes_url,
    keys: createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: TIMEOUT }),
  };
}

async function discover(issuer: string): Promise<OidcProvider> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) })
    .then((response) => response.json())
    .catch((error: Error) => {
      throw unusable(address, error.message);
    });
  const parsed = metadata.safeParse(answer);
  if (!parsed.success) throw unusable(address, z.prettifyError(parsed.error));
  if (parsed.data.issuer !== issuer) throw unusable(address, `it speaks for ${parsed.data.issuer}`);
  return {
    issuer,
    authorizationEndpoint: parsed.data.authorization_endpoint,
    tokenEndpoint: parsed.data.token_endpoint,
    userInfoEndpoint: parsed.data.userinfo_endpoint,
    keys: createRemoteJWKSet(new URL(parsed.data.jwks_uri), { timeoutDuration: TIMEOUT }),
  };
}

function unusable(address: string, why: string): AwsError {
  return new AwsError('ExternalServiceException', `The OpenID provider at ${address} cannot be used: ${why}`);
}
