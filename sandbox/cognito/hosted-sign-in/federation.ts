import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import { AwsError, UnsupportedError } from '../../base/errors.js';
import { type OidcProvider, type OidcProviders, providerOf } from '../oidc/oidc-providers.js';
import { secretValue } from '../oidc/secrets.js';
import { verifyOidcToken } from '../oidc/verify-oidc-token.js';
import type { IdentityProviderSettings } from '../resources/federation-resources.js';
import { checkMaySignIn } from '../sign-in/sign-in.js';
import { postAuthentication, preAuthentication } from '../triggers/authentication-triggers.js';
import { postConfirmation, preSignUp } from '../triggers/sign-up-triggers.js';
import type { UserRecord } from '../user-pool/user-pool-tables.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { mappedAttributes } from './mapped-attributes.js';
import { PageError, RedirectError, withParameters } from './sign-in-errors.js';

export interface FederationOptions {
  readonly providers: readonly IdentityProviderSettings[];
  readonly oidcProviders: OidcProviders;
  /** Values of secrets in Secrets Manager, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** `/oauth2/idpresponse` of the hosted sign-in. */
  readonly callbackUrl: string;
  readonly clock: Clock;
}

/** A user who has come back from a provider, and what the app had asked for. */
export interface FederatedSignIn {
  readonly request: AuthorizationRequest;
  readonly provider: string;
  readonly user: UserRecord;
}

interface Journey {
  readonly request: AuthorizationRequest;
  readonly provider: IdentityProviderSettings;
  readonly nonce: string;
  readonly expiresAt: number;
}

/** How long a user may take at the provider; AWS documents no number. */
const VALIDITY = 15 * 60_000;
const TIMEOUT = 5000;

/**
 * Sends users to an OpenID Connect provider and takes them back.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-flow.html
 */
export function createFederation(options: FederationOptions) {
  const { providers, oidcProviders, callbackUrl, clock } = options;
  const journeys = new Map<string, Journey>();

  return {
    /** Where to send the browser, which has to bring `state` back in a cookie, too. @throws UnsupportedError */
    async start(request: AuthorizationRequest, name: string): Promise<{ location: string; state: string }> {
      const provider = oidcProviderNamed(providers, request, name);
      const client = clientOf(provider, options);
      const { authorizationEndpoint } = await providerOf(oidcProviders, provider.details).catch(failTo(request));
      for (const [key, { expiresAt }] of journeys) if (expiresAt <= clock.now()) journeys.delete(key);
      const [state, nonce] = [randomText(), randomText()];
      journeys.set(state, { request, provider, nonce, expiresAt: clock.now() + VALIDITY });
      const parameters = {
        client_id: client.id,
        redirect_uri: callbackUrl,
        response_type: 'code',
        scope: provider.details.authorize_scopes ?? 'openid',
        state,
        nonce,
      };
      return { location: withParameters(authorizationEndpoint, '?', parameters), state };
    },

    /** @throws PageError for a journey that did not begin in this browser; RedirectError for what the provider got wrong */
    async finish(query: URLSearchParams, cookie: string | undefined): Promise<FederatedSignIn> {
      const state = query.get('state') ?? '';
      const journey = journeys.get(state);
      journeys.delete(state);
      if (journey === undefined || cookie !== state || journey.expiresAt <= clock.now()) {
        throw new PageError('The sign-in did not begin here, or too long ago. Please start again.');
      }
      const { request, provider } = journey;
      const fail = (description: string) =>
        new RedirectError(request.redirectUri, request.state, 'invalid_request', description);
      const refusal = query.get('error');
      if (refusal !== null) throw fail(`${provider.providerName} Error - ${refusal}`);
      const claims = await claimsOf(journey, query.get('code') ?? '', options, fail).catch(failTo(request));
      const user = await userOf(request, provider, claims).catch(failTo(request));
      return { request, provider: provider.providerName, user };
    },
  };
}

function oidcProviderNamed(
  providers: readonly IdentityProviderSettings[],
  { pool }: AuthorizationRequest,
  name: string,
): IdentityProviderSettings {
  const found = providers.find(
    ({ userPoolId, providerName }) => userPoolId === pool.userPoolId && providerName === name,
  );
  if (found?.providerType === 'OIDC') return found;
  if (found === undefined) throw new UnsupportedError(`the identity provider ${name}, which is not in the template`);
  throw new UnsupportedError(`the type ${found.providerType} of the identity provider ${name} (only OIDC)`);
}

function clientOf({ details }: IdentityProviderSettings, { secrets }: FederationOptions) {
  return {
    id: secretValue(details.client_id ?? '', secrets),
    secret: secretValue(details.client_secret ?? '', secrets),
  };
}

/** The claims of the ID token, and what the provider says of the user besides. */
async function claimsOf(
  { provider, nonce }: Journey,
  code: string,
  options: FederationOptions,
  fail: (description: string) => RedirectError,
): Promise<Record<string, unknown>> {
  const client = clientOf(provider, options);
  const oidc = await providerOf(options.oidcProviders, provider.details);
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: options.callbackUrl,
    // AWS shows the secret in the body, and in no other way.
    client_id: client.id,
    client_secret: client.secret,
  };
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(oidc.tokenEndpoint, { method: 'POST', body: new URLSearchParams(form), signal });
  if (!response.ok) throw fail(`${provider.providerName} Error - ${response.status} error getting token`);
  const tokens = (await response.json()) as { id_token?: unknown; access_token?: unknown };
  const expected = { issuer: oidc.issuer, clientIds: [client.id], keys: oidc.keys, now: options.clock.now() };
  const judged = await verifyOidcToken(String(tokens.id_token), expected);
  if (judged.verdict !== 'valid') throw fail(`Bad id_token of ${provider.providerName}: ${judged.verdict}`);
  if (judged.claims.nonce !== nonce) throw fail(`Bad id_token of ${provider.providerName}: other-nonce`);
  const more = await userInfoOf(oidc, provider, String(tokens.access_token));
  // [OpenID Connect Core, 5.3.2]: what is said of somebody else must not be used.
  if (more.sub !== undefined && more.sub !== judged.sub) throw fail(`Bad user info of ${provider.providerName}`);
  return { ...more, ...judged.claims };
}

async function userInfoOf(
  { userInfoEndpoint }: OidcProvider,
  { details }: IdentityProviderSettings,
  accessToken: string,
): Promise<Record<string, unknown>> {
  if (userInfoEndpoint === undefined) return {};
  const method = details.attributes_request_method === 'POST' ? 'POST' : 'GET';
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(userInfoEndpoint, { method, headers, signal: AbortSignal.timeout(TIMEOUT) });
  return response.ok ? ((await response.json()) as Record<string, unknown>) : {};
}

/** A user that is new signs up, without a word of its own; one that has been here before signs in. */
async function userOf(
  { pool, clientId }: AuthorizationRequest,
  provider: IdentityProviderSettings,
  claims: Record<string, unknown>,
): Promise<UserRecord> {
  const attributes = mappedAttributes(pool.settings, provider.attributeMapping, claims);
  const identity = { providerName: provider.providerName, userId: String(claims.sub) };
  const { triggers, users } = pool;
  const known = users.ofIdentity(identity);
  if (known !== undefined) await preAuthentication(triggers, known, clientId, undefined);
  else {
    const userName = users.federatedName(identity);
    const event = { source: 'PreSignUp_ExternalProvider', userName, clientId, attributes } as const;
    await preSignUp(triggers, { ...event, clientMetadata: undefined });
    // Many report that the sign-in during which it was linked fails, and the next one goes well; some that this one does.
    if (users.ofIdentity(identity) !== undefined) throw new Error(`Already found an entry for username ${userName}`);
  }
  const isLinked = known !== undefined && known.externalIdentity === undefined;
  if (isLinked && attributes.email !== undefined && attributes.email !== known.attributes.email) {
    throw new UnsupportedError("the change of a user's e-mail address");
  }
  const user = users.ofProvider(identity, attributes);
  checkMaySignIn(user);
  if (known !== undefined) await postAuthentication(triggers, user, clientId, undefined);
  else await postConfirmation(triggers, 'PostConfirmation_ConfirmSignUp', user, clientId, undefined);
  return user;
}

/** Tells the app what went wrong; what the sandbox cannot do is told to the person instead. */
function failTo({ redirectUri, state }: AuthorizationRequest) {
  return (error: unknown): never => {
    if (error instanceof RedirectError || error instanceof UnsupportedError) throw error;
    const isKnown = error instanceof AwsError || (error instanceof Error && error.name !== 'TypeError');
    const description = isKnown ? (error as Error).message : 'Connection reset';
    throw new RedirectError(redirectUri, state, 'invalid_request', description);
  };
}

const randomText = () => randomBytes(32).toString('base64url');
