import type { UserPool } from './user-pool.js';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html */
export function openIdConfiguration(
  { issuer, userPoolId }: UserPool,
  url: string | undefined,
  signInUrl: string | undefined,
): object {
  const endpoints = signInUrl === undefined ? {} : endpointsOf(signInUrl);
  // The issuer stays as the tokens name it, and its keys have to be had without the network.
  const keysAt = url === undefined ? issuer : `${url}/${userPoolId}`;
  return {
    ...endpoints,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${keysAt}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
  };
}

function endpointsOf(signInUrl: string): object {
  return {
    authorization_endpoint: `${signInUrl}/oauth2/authorize`,
    end_session_endpoint: `${signInUrl}/logout`,
    revocation_endpoint: `${signInUrl}/oauth2/revoke`,
    token_endpoint: `${signInUrl}/oauth2/token`,
    userinfo_endpoint: `${signInUrl}/oauth2/userInfo`,
  };
}
