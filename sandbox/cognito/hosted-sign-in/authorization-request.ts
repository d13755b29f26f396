import type { IdentityProviderSettings } from '../resources/federation-resources.js';
import type { AppClient, OperationContext } from '../user-pool/user-pool.js';
import { PageError, RedirectError } from './sign-in-errors.js';

/** What an app asks of the hosted sign-in, checked. */
export interface AuthorizationRequest extends AppClient {
  readonly responseType: 'code' | 'token';
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  /** `COGNITO`, a provider's name, or undefined for the user to choose. */
  readonly provider: string | undefined;
  readonly prompt: 'login' | 'none' | undefined;
  readonly loginHint: string;
}

export interface RequestReaderOptions {
  readonly context: OperationContext;
  /** User pools that have a hosted sign-in. */
  readonly userPoolIds: readonly string[];
  readonly providers: readonly IdentityProviderSettings[];
}

type Fail = (error: string, description?: string) => RedirectError;

const FLOWS = { code: 'code', token: 'implicit' } as const;

/**
 * Reads the parameters of `/oauth2/authorize`, which `/login` and its like take too.
 *
 * @throws PageError when client or address are not registered; RedirectError for the rest
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export function readAuthorizationRequest(query: URLSearchParams, options: RequestReaderOptions): AuthorizationRequest {
  const app = readClient(query, options);
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!app.client.oauth.callbackUrls.includes(redirectUri)) throw new PageError('redirect_mismatch');
  const state = query.get('state') ?? undefined;
  const fail: Fail = (error, description) => new RedirectError(redirectUri, state, error, description);

  const repeated = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (repeated !== undefined) throw fail('invalid_request', `${repeated} is given more than once`);
  // It would make the access token one for that resource server.
  if (query.has('resource')) throw fail('invalid_request', 'The sandbox does not emulate resource, so it refuses it.');
  return {
    ...app,
    redirectUri,
    state,
    responseType: readResponseType(query, app, fail),
    scopes: readScopes(query, app, fail),
    codeChallenge: readCodeChallenge(query, fail),
    provider: readProvider(query, app, options, fail),
    prompt: readPrompt(query, fail),
    nonce: query.get('nonce') ?? undefined,
    loginHint: query.get('login_hint') ?? '',
  };
}

/** An app client with a hosted sign-in. @throws PageError */
export function readClient(query: URLSearchParams, { context, userPoolIds }: RequestReaderOptions): AppClient {
  const clientId = query.get('client_id');
  if (!clientId) throw new PageError("Required String parameter 'client_id' is not present");
  const app = knownClient(clientId, context);
  const isServed = app.client.oauth.flows.length > 0 && userPoolIds.includes(app.pool.userPoolId);
  if (!isServed) throw new PageError('Login pages unavailable. Please contact an administrator.', 403);
  return app;
}

function knownClient(clientId: string, { appClient }: OperationContext): AppClient {
  try {
    return appClient(clientId);
  } catch {
    throw new PageError('Client does not exist.');
  }
}

function readResponseType(query: URLSearchParams, { client }: AppClient, fail: Fail): 'code' | 'token' {
  const type = query.get('response_type');
  if (type !== 'code' && type !== 'token') throw fail('invalid_request', 'response_type is code or token');
  if (!client.oauth.flows.includes(FLOWS[type])) throw fail('unauthorized_client');
  return type;
}

/** Without any, all that the client may have. */
function readScopes(query: URLSearchParams, { client: { oauth } }: AppClient, fail: Fail): readonly string[] {
  const asked = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const scopes = asked.length === 0 ? oauth.scopes : [...new Set(asked)];
  if (!scopes.every((scope) => oauth.scopes.includes(scope))) throw fail('invalid_scope');
  const needsOpenId = scopes.some((scope) => ['email', 'phone', 'profile'].includes(scope));
  if (needsOpenId && !scopes.includes('openid')) throw fail('invalid_scope');
  return scopes;
}

/** AWS takes S256 alone. [RFC 7636, 4.3] */
function readCodeChallenge(query: URLSearchParams, fail: Fail): string | undefined {
  const challenge = query.get('code_challenge') ?? undefined;
  const method = query.get('code_challenge_method') ?? undefined;
  if (challenge === undefined && method === undefined) return undefined;
  if (challenge === undefined || method !== 'S256' || !/^[\w-]{43}$/.test(challenge)) {
    throw fail('invalid_request', 'code_challenge comes with code_challenge_method S256');
  }
  return challenge;
}

function readProvider(
  query: URLSearchParams,
  { client, pool }: AppClient,
  { providers }: RequestReaderOptions,
  fail: Fail,
): string | undefined {
  const identifier = query.get('idp_identifier');
  const name =
    identifier === null
      ? query.get('identity_provider')
      : providers.find((one) => one.userPoolId === pool.userPoolId && one.identifiers.includes(identifier))
          ?.providerName;
  if (identifier === null && name === null) return undefined;
  if (name && client.oauth.identityProviders.includes(name)) return name;
  throw fail('invalid_request', 'Login option is not available. Please try another one');
}

function readPrompt(query: URLSearchParams, fail: Fail): 'login' | 'none' | undefined {
  const prompt = query.get('prompt');
  if (prompt === null || prompt === 'login' || prompt === 'none') return prompt ?? undefined;
  throw fail('invalid_request', `The sandbox does not emulate prompt=${prompt}, so it refuses it.`);
}
