import { AwsError } from '../../base/errors.js';
import type { PublicCall } from '../../service/public-calls.js';
import { checkMaySignIn, refreshTokens } from '../sign-in/sign-in.js';
import type { IssuedTokens } from '../user-pool/tokens.js';
import type { AppClient } from '../user-pool/user-pool.js';
import type { AuthorizationCodes } from './authorization-codes.js';
import { type RequestReaderOptions, readClient } from './authorization-request.js';
import { HOSTED } from './hosted-occasion.js';
import { OAuthError, PageError } from './sign-in-errors.js';

export interface TokenEndpointOptions {
  readonly reader: RequestReaderOptions;
  readonly codes: AuthorizationCodes;
  readonly call: PublicCall;
}

/** What an app posts, and the header that a client with a secret would send. */
export interface TokenRequest {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}

/**
 * `/oauth2/token`: tokens for a code or a refresh token.
 *
 * @throws OAuthError
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export async function tokenEndpoint({ reader, codes }: TokenEndpointOptions, request: TokenRequest): Promise<object> {
  const { form } = request;
  const app = publicClient(request, reader);
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return tokensForCode(app, codes, form);
    case 'refresh_token':
      return tokensForRefresh(app, required(form, 'refresh_token'));
    case null:
      throw new OAuthError('invalid_request', 'grant_type is missing');
    case 'client_credentials':
      throw new OAuthError('unauthorized_client', 'This grant takes a client with a secret.');
    default:
      throw new OAuthError('unsupported_grant_type', 'grant_type is authorization_code or refresh_token');
  }
}

/** `/oauth2/revoke`. @throws OAuthError @see https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html */
export async function revocationEndpoint(options: TokenEndpointOptions, request: TokenRequest): Promise<void> {
  const { clientId } = publicClient(request, options.reader);
  await options
    .call('RevokeToken', { ClientId: clientId, Token: required(request.form, 'token') })
    .catch((error: unknown) => {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'UnsupportedTokenTypeException') throw new OAuthError('unsupported_token_type', error.message);
      if (error.code === 'UnauthorizedException') throw new OAuthError('invalid_client', error.message, 401);
      throw new OAuthError('invalid_request', error.message);
    });
}

/** Clients with a secret are refused at boot, so none has one to show. */
function publicClient({ form, authorization }: TokenRequest, reader: RequestReaderOptions): AppClient {
  if (authorization !== undefined || form.has('client_secret')) {
    throw new OAuthError('invalid_client', 'The client has no secret.');
  }
  try {
    return readClient(form, reader);
  } catch (error) {
    if (error instanceof PageError) throw new OAuthError('invalid_client', error.message);
    throw error;
  }
}

async function tokensForCode(app: AppClient, codes: AuthorizationCodes, form: URLSearchParams): Promise<object> {
  const { clientId, client, pool } = app;
  if (!client.oauth.flows.includes('code')) throw new OAuthError('unauthorized_client', 'The client takes no codes.');
  const { request, sub } = codes.redeem({
    code: required(form, 'code'),
    redirectUri: required(form, 'redirect_uri'),
    codeVerifier: form.get('code_verifier') ?? undefined,
    clientId,
  });
  const user = pool.users.bySub(sub);
  if (user === undefined) throw new OAuthError('invalid_grant', 'The user does not exist any more.');
  await Promise.resolve(user).then(checkMaySignIn).catch(asInvalidGrant);
  const { session, refreshToken } = pool.sessions.start(sub, clientId, client.refreshTokenValidity, request.scopes);
  return answer(await pool.tokens.issue({ user, session, client, nonce: request.nonce, ...HOSTED }), refreshToken);
}

async function tokensForRefresh(app: AppClient, refreshToken: string): Promise<object> {
  const refreshed = await refreshTokens(app, refreshToken).catch(asInvalidGrant);
  return answer((refreshed as { AuthenticationResult: IssuedTokens }).AuthenticationResult);
}

function answer({ IdToken, AccessToken, ExpiresIn, TokenType }: IssuedTokens, refreshToken?: string): object {
  return {
    ...(IdToken === undefined ? {} : { id_token: IdToken }),
    access_token: AccessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    expires_in: ExpiresIn,
    token_type: TokenType,
  };
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw new OAuthError('invalid_request', `${name} is missing`);
  return value;
}

function asInvalidGrant(error: unknown): never {
  if (error instanceof AwsError) throw new OAuthError('invalid_grant', error.message);
  throw error;
}
