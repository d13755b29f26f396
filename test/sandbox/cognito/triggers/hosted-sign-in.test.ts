import { decodeJwt } from 'jose';
import { createHostedSignIn } from '../../../../sandbox/cognito/hosted-sign-in/hosted-sign-in.js';
import { createOidcProviders } from '../../../../sandbox/cognito/oidc/oidc-providers.js';
import { ada, clientId, userPoolId } from '../people.js';
import { type Handler, respond, sources, type Triggered, unchanged, withAda } from './trigger-functions.js';

const redirectUri = 'http://localhost:8000/callback';
const client = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code', 'implicit'],
  AllowedOAuthScopes: ['openid', 'email'],
  CallbackURLs: [redirectUri],
  SupportedIdentityProviders: ['COGNITO'],
};

/** The hosted sign-in of a pool with these functions, and what somebody gets who posts the login form. */
async function hosted(handlers: Record<string, Handler>, pool: object = {}) {
  const world = await withAda(handlers, { client, pool });
  const signIn = createHostedSignIn({
    userPools: world.pools,
    userPoolIds: [userPoolId],
    providers: [],
    oidcProviders: createOidcProviders(),
    secrets: {},
    url: 'http://127.0.0.1:8001',
  });
  const logIn = (response_type = 'code', password = ada.password) => {
    const query = { client_id: clientId, redirect_uri: redirectUri, response_type, scope: 'openid email' };
    return signIn.pages['POST /login']?.({
      query: new URLSearchParams(query),
      form: new URLSearchParams({ username: ada.email, password, _csrf: 'proof' }),
      cookies: { 'XSRF-TOKEN': 'proof' },
    });
  };
  return { world, signIn, logIn };
}

const order = (world: Triggered) => sources(world).map((source) => source.split('_')[0]);

it('the hosted sign-in runs the triggers, the token’s when the code is redeemed', async () => {
  const { world, signIn, logIn } = await hosted({
    PreAuthentication: unchanged,
    PostAuthentication: unchanged,
    PreTokenGeneration: respond({ claimsOverrideDetails: { claimsToAddOrOverride: { tenant: 'acme' } } }),
  });
  const answer = await logIn();
  expect(answer?.status).toBe(302);
  expect(order(world)).toEqual(['PreAuthentication', 'PostAuthentication']);
  const code = new URL(answer?.location ?? '').searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', client_id: clientId, code, redirect_uri: redirectUri };
  const tokens = await signIn.token({ form: new URLSearchParams(form), authorization: undefined });
  expect(decodeJwt((tokens as { id_token: string }).id_token)).toMatchObject({ tenant: 'acme' });
  expect(sources(world).at(-1)).toBe('TokenGeneration_HostedAuth');
});

it('the implicit flow has what the function says, too', async () => {
  const { logIn } = await hosted({
    PreTokenGeneration: respond({ claimsOverrideDetails: { claimsToSuppress: ['email'] } }),
  });
  const { hash } = new URL((await logIn('token'))?.location ?? '');
  expect(decodeJwt(new URLSearchParams(hash.slice(1)).get('id_token') ?? '')).not.toHaveProperty('email');
});

it.each(['PreAuthentication', 'PostAuthentication'])('a person that %s refuses stays on the page', async (name) => {
  const refuse = () => {
    throw new Error('not today');
  };
  const { logIn } = await hosted({ [name]: refuse });
  expect(await logIn()).toMatchObject({
    status: 401,
    html: expect.stringContaining(`${name} failed with error not today.`),
  });
});

it('a wrong password runs nothing that follows it', async () => {
  const { world, logIn } = await hosted({ PreAuthentication: unchanged, PostAuthentication: unchanged });
  expect(await logIn('code', 'Wrong-1843')).toMatchObject({ status: 401 });
  expect(order(world)).toEqual(['PreAuthentication']);
});

it('nobody comes in without the second factor that is required', async () => {
  const pool = { MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] };
  const { logIn } = await hosted({}, pool);
  const answer = await logIn();
  expect(answer).toMatchObject({ status: 501, html: expect.stringContaining('does not emulate a second factor') });
  expect(answer).not.toHaveProperty('location');
});
