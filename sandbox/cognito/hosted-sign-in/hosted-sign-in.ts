import { AwsError } from '../../base/errors.js';
import { publicCalls } from '../../service/public-calls.js';
import type { OidcProviders } from '../oidc/oidc-providers.js';
import type { IdentityProviderSettings } from '../resources/federation-resources.js';
import type { SignedInUser } from '../user-pool/user-pool.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import type { UserPools } from '../user-pool/user-pools.js';
import { createAuthorizationCodes } from './authorization-codes.js';
import { type AuthorizationRequest, readAuthorizationRequest, readClient } from './authorization-request.js';
import { type BrowserAnswer, type BrowserRequest, COOKIES, redirect } from './browser-answer.js';
import { createBrowserSessions } from './browser-sessions.js';
import { createFederation } from './federation.js';
import { HOSTED } from './hosted-occasion.js';
import { errorPage } from './pages.js';
import { PageError, RedirectError, withParameters } from './sign-in-errors.js';
import { createSignInPages } from './sign-in-pages.js';
import { revocationEndpoint, type TokenRequest, tokenEndpoint } from './token-endpoint.js';
import { bearerOf, userInfo } from './user-info.js';

export interface HostedSignInOptions {
  readonly userPools: Pick<UserPools, 'context' | 'api'>;
  /** User pools that have a domain. */
  readonly userPoolIds: readonly string[];
  readonly providers: readonly IdentityProviderSettings[];
  readonly oidcProviders: OidcProviders;
  /** Values of secrets in Secrets Manager, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Where it is served: `http://127.0.0.1:<port>`. */
  readonly url: string;
}

type Page = (request: BrowserRequest) => Promise<BrowserAnswer>;

export interface HostedSignIn {
  /** By method and path, `GET /login`. Whatever is wrong is part of the answer. */
  readonly pages: Readonly<Record<string, Page>>;
  /** These throw OAuthError. */
  readonly token: (request: TokenRequest) => Promise<object>;
  readonly revoke: (request: TokenRequest) => Promise<void>;
  /** Whose access token an `Authorization` header brings. */
  readonly bearer: (authorization: string | undefined) => Promise<SignedInUser>;
  readonly userInfo: (user: SignedInUser) => object;
}

/**
 * The hosted sign-in (managed login) of the user pools that have a domain: pages for people, endpoints for apps.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html
 */
export function createHostedSignIn(options: HostedSignInOptions): HostedSignIn {
  const { api, context } = options.userPools;
  const { clock } = context;
  const reader = { context, userPoolIds: options.userPoolIds, providers: options.providers };
  const codes = createAuthorizationCodes(clock);
  const sessions = createBrowserSessions(clock);
  const federation = createFederation({ ...options, callbackUrl: `${options.url}/oauth2/idpresponse`, clock });
  const call = publicCalls(api);
  const pages = createSignInPages({ now: clock.now, call });
  const requestOf = ({ query }: BrowserRequest) => readAuthorizationRequest(query, reader);

  /** Sends a signed-in user back to the app. */
  const complete = async (request: AuthorizationRequest, user: UserRecord, cookies: Record<string, string>) => {
    const { redirectUri, state, client, clientId, pool, scopes, nonce } = request;
    if (request.responseType === 'code') {
      const code = codes.issue({ request, sub: user.sub });
      return redirect(withParameters(redirectUri, '?', { code, state }), cookies);
    }
    const { session } = pool.sessions.start(user.sub, clientId, client.refreshTokenValidity, scopes);
    const tokens = await pool.tokens.issue({ user, session, client, nonce, ...HOSTED });
    const given = {
      id_token: tokens.IdToken,
      access_token: tokens.AccessToken,
      expires_in: String(tokens.ExpiresIn),
      token_type: tokens.TokenType,
      state,
    };
    return redirect(withParameters(redirectUri, '#', given), cookies);
  };

  const signedIn = (request: AuthorizationRequest, user: UserRecord, provider: string) => {
    const session = sessions.start({ userPoolId: request.pool.userPoolId, sub: user.sub, provider });
    return complete(request, user, { [COOKIES.session]: session, [COOKIES.journey]: '' });
  };

  const authorize: Page = async ({ query, cookies }) => {
    const request = readAuthorizationRequest(query, reader);
    const { pool, client, provider, prompt, redirectUri, state } = request;
    const user = prompt === 'login' ? undefined : sessions.userOf(cookies[COOKIES.session], pool, provider);
    if (user !== undefined) return complete(request, user, {});
    if (prompt === 'none') throw new RedirectError(redirectUri, state, 'login_required');
    const [only, ...others] = client.oauth.identityProviders;
    const chosen = provider ?? (others.length === 0 ? only : undefined);
    if (chosen === undefined || chosen === 'COGNITO') return redirect(`/login?${query}`);
    const journey = await federation.start(request, chosen);
    return redirect(journey.location, { [COOKIES.journey]: journey.state });
  };

  const logOut: Page = async ({ query, cookies }) => {
    const { client } = readClient(query, reader);
    const logoutUri = query.get('logout_uri');
    if (logoutUri !== null && !client.oauth.logoutUrls.includes(logoutUri)) throw new PageError('redirect_mismatch');
    // Without it, the app's parameters for another sign-in.
    if (logoutUri === null) readAuthorizationRequest(query, reader);
    sessions.end(cookies[COOKIES.session]);
    return redirect(logoutUri ?? `/login?${query}`, { [COOKIES.session]: '' });
  };

  const answers: Record<string, Page> = {
    'GET /oauth2/authorize': authorize,
    'GET /login': async (browser) => pages.showLogin(browser, requestOf(browser)),
    'POST /login': async (browser) => {
      const request = requestOf(browser);
      const { user, answer } = await pages.signIn(browser, request);
      return user === undefined ? answer : signedIn(request, user, 'COGNITO');
    },
    'GET /signup': async (browser) => pages.showSignUp(browser, requestOf(browser)),
    'POST /signup': async (browser) => pages.signUp(browser, requestOf(browser)),
    'POST /confirm': async (browser) => pages.confirm(browser, requestOf(browser)),
    'GET /oauth2/idpresponse': async ({ query, cookies }) => {
      const { request, user, provider } = await federation.finish(query, cookies[COOKIES.journey]);
      return signedIn(request, user, provider);
    },
    'GET /logout': logOut,
  };
  return {
    pages: Object.fromEntries(Object.entries(answers).map(([route, page]) => [route, told(page)])),
    token: (request) => tokenEndpoint({ reader, codes, call }, request),
    revoke: (request) => revocationEndpoint({ reader, codes, call }, request),
    bearer: (authorization) => bearerOf(context, authorization),
    userInfo,
  };
}

function told(page: Page): Page {
  return (request) =>
    page(request).catch((error) => {
      if (error instanceof RedirectError) return redirect(error.location);
      if (error instanceof PageError || error instanceof AwsError) {
        return { status: error.status, html: errorPage(error.message) };
      }
      throw error;
    });
}
