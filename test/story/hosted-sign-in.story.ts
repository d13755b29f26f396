import { createHash } from 'node:crypto';
import { CognitoIdentityProviderClient, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { SignedInUser } from '../../journey/traveller.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { type Browser, createBrowser, type Visit } from '../support/browser.js';
import { settingsSandbox } from '../support/settings-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';

const APP = 'http://localhost:8000';
const OTHER = 'http://localhost:8000/other';
const verifier = 'a-verifier-of-at-least-43-characters-0123456789';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const isApp = (address: string) => address.startsWith(APP);

let sandbox: Sandbox;
let ada: SignedInUser;
let browser: Browser;

beforeAll(async () => {
  sandbox = await settingsSandbox({ signIn: { domainPrefix: 'my-app', callbackUrls: [APP, OTHER] } });
  ada = await signedInUser(sandbox);
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(() => {
  browser = createBrowser();
});

const address = (path: string, changes: Record<string, string | undefined> = {}) => {
  const parameters = {
    client_id: sandbox.outputs.UserPoolClientId,
    redirect_uri: APP,
    response_type: 'code',
    scope: 'openid email',
    state: 'my state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `http://${sandbox.outputs.SignInDomain}${path}?${new URLSearchParams(given)}`;
};
const authorize = (changes: Record<string, string | undefined> = {}) =>
  browser.open(address('/oauth2/authorize', changes), isApp);
const signIn = async (changes: Record<string, string | undefined> = {}): Promise<Visit> =>
  browser.submit(await authorize(changes), { username: ada.email, password: ada.password });
const answerOf = ({ location }: Visit) => Object.fromEntries(new URL(location ?? 'none:').searchParams);
const token = async (changes: Record<string, string | undefined> = {}, headers: Record<string, string> = {}) => {
  const form = {
    grant_type: 'authorization_code',
    client_id: sandbox.outputs.UserPoolClientId,
    redirect_uri: APP,
    code_verifier: verifier,
    ...changes,
  };
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const body = new URLSearchParams(given);
  const response = await fetch(`${sandbox.url}/oauth2/token`, { method: 'POST', headers, body });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};
const tokens = async (changes: Record<string, string | undefined> = {}) =>
  (await token({ code: answerOf(await signIn(changes)).code })).body;

describe('the hosted sign-in', () => {
  it('gives an app a code for the password, tokens for the code, and access with the tokens', async () => {
    const { code, state } = answerOf(await signIn({ nonce: 'my nonce' }));
    expect(state).toBe('my state');
    const { status, body } = await token({ code });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, refresh_token: expect.any(String) });
    const { UserPoolId, UserPoolClientId: audience, Region } = sandbox.outputs;
    const issuer = `https://cognito-idp.${Region}.amazonaws.com/${UserPoolId}`;
    const keys = createRemoteJWKSet(new URL(`${sandbox.url}/${UserPoolId}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(body.id_token ?? '', keys, { issuer, audience: audience ?? '' });
    const half = createHash('sha256')
      .update(body.access_token ?? '')
      .digest()
      .subarray(0, 16);
    expect(payload).toMatchObject({ email: ada.email, email_verified: true, nonce: 'my nonce', token_use: 'id' });
    expect(payload.at_hash).toBe(half.toString('base64url'));

    const aws = awsClients(sandbox);
    const identity = await aws.identity({ [aws.userPoolProvider]: body.id_token ?? '' });
    expect(identity.identityId).toBe(ada.identityId);
    expect(await aws.attach(identity)).toMatchObject({ status: 200 });
  });

  it('signs up, confirms and signs in a new user on its pages', async () => {
    const email = 'grace@example.com';
    const page = await browser.visit(address('/signup'));
    const confirm = await browser.submit(page, { username: email, password: 'Compiler-1952-x' });
    expect(confirm.html).toContain('A code was sent');
    const { code = '' } = sandbox.views.messages().findLast(({ to }) => to === email) ?? {};
    const wrong = await browser.submit(confirm, { username: email, code: code === '000000' ? '000001' : '000000' });
    expect(wrong).toMatchObject({ status: 400, html: expect.stringContaining('Invalid verification code') });
    const login = await browser.submit(wrong, { username: email, code });
    const back = await browser.submit(login, { username: email, password: 'Compiler-1952-x' });
    expect(answerOf(back)).toMatchObject({ state: 'my state', code: expect.any(String) });
  });

  it('asks once for a browser, until signed out', async () => {
    await signIn();
    expect(answerOf(await authorize())).toHaveProperty('code');
    expect((await authorize({ prompt: 'login' })).html).toContain('<form');
    const { UserPoolClientId = '' } = sandbox.outputs;
    const out = `http://${sandbox.outputs.SignInDomain}/logout?client_id=${UserPoolClientId}&logout_uri=`;
    expect((await browser.visit(`${out}${encodeURIComponent('https://evil.example')}`)).location).toBeUndefined();
    expect((await browser.visit(`${out}${encodeURIComponent(APP)}`)).location).toBe(`${APP}/`);
    expect((await authorize()).html).toContain('<form');
    expect(answerOf(await authorize({ prompt: 'none' }))).toMatchObject({ error: 'login_required' });
  });

  it('refreshes and revokes', async () => {
    const { refresh_token } = await tokens();
    const refresh = { grant_type: 'refresh_token', refresh_token, redirect_uri: undefined, code_verifier: undefined };
    const { body } = await token(refresh);
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({ scope: 'openid email' });
    expect(body).not.toHaveProperty('refresh_token');
    const form = { token: refresh_token ?? '', client_id: sandbox.outputs.UserPoolClientId ?? '' };
    const revoked = await fetch(`${sandbox.url}/oauth2/revoke`, { method: 'POST', body: new URLSearchParams(form) });
    expect(revoked.status).toBe(200);
    expect(await token(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('tells of the user what the scopes show, and lets the access token do no more', async () => {
    const { access_token = '', id_token = '' } = await tokens();
    const info = (authorization: string) => fetch(`${sandbox.url}/oauth2/userInfo`, { headers: { authorization } });
    expect(await (await info(`Bearer ${access_token}`)).json()).toEqual({
      sub: decodeJwt(id_token).sub,
      username: decodeJwt(id_token).sub,
      email: ada.email,
      email_verified: 'true',
    });
    expect((await info(`Bearer ${id_token}`)).status).toBe(401);
    expect((await info('none')).status).toBe(401);
    const { Region: region = '' } = sandbox.outputs;
    const api = new CognitoIdentityProviderClient({ region, endpoint: sandbox.url });
    await expect(api.send(new GetUserCommand({ AccessToken: access_token }))).rejects.toThrow(
      'Access Token does not have required scopes',
    );
  });

  it('names its endpoints in the OpenID configuration', async () => {
    const { UserPoolId } = sandbox.outputs;
    const response = await fetch(`${sandbox.url}/${UserPoolId}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      authorization_endpoint: `${sandbox.url}/oauth2/authorize`,
      token_endpoint: `${sandbox.url}/oauth2/token`,
      userinfo_endpoint: `${sandbox.url}/oauth2/userInfo`,
      end_session_endpoint: `${sandbox.url}/logout`,
    });
  });
});

describe('what the hosted sign-in refuses', () => {
  it.each([
    { client_id: 'nobody' },
    { client_id: undefined },
    { redirect_uri: 'http://localhost:8000/' },
    { redirect_uri: 'https://evil.example' },
    { redirect_uri: undefined },
  ])('without sending the browser anywhere: %j', async (changes) => {
    const { status, location } = await browser.visit(address('/oauth2/authorize', changes));
    expect([status, location]).toEqual([400, undefined]);
  });

  it.each([
    [{ response_type: undefined }, 'invalid_request'],
    [{ response_type: 'id_token' }, 'invalid_request'],
    [{ response_type: 'token' }, 'unauthorized_client'],
    [{ scope: 'openid phone' }, 'invalid_scope'],
    [{ scope: 'email' }, 'invalid_scope'],
    [{ code_challenge_method: undefined }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: undefined }, 'invalid_request'],
    [{ identity_provider: 'Google' }, 'invalid_request'],
    [{ prompt: 'consent' }, 'invalid_request'],
    [{ resource: 'https://api.example' }, 'invalid_request'],
  ])('at the address of the app: %j with %s', async (changes, error) => {
    const visited = await browser.visit(address('/oauth2/authorize', changes));
    expect(visited.status).toBe(302);
    expect(visited.location?.startsWith(`${APP}/?`)).toBe(true);
    expect(answerOf(visited)).toMatchObject({ error, state: 'my state' });
  });

  it.each([
    [{ code_verifier: `${verifier}x` }, 'invalid_grant'],
    [{ code_verifier: undefined }, 'invalid_grant'],
    [{ redirect_uri: OTHER }, 'invalid_grant'],
    [{ client_id: 'nobody' }, 'invalid_client'],
    [{ client_secret: 'x' }, 'invalid_client'],
    [{ code: undefined }, 'invalid_request'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
    [{ grant_type: 'client_credentials' }, 'unauthorized_client'],
    [{ grant_type: 'refresh_token', refresh_token: 'x.y' }, 'invalid_grant'],
  ])('at /oauth2/token: %j with %s', async (changes, error) => {
    const { code } = answerOf(await signIn());
    expect(await token({ code, ...changes })).toMatchObject({ status: 400, body: { error } });
  });

  it('a code_verifier for a code that was asked without a challenge', async () => {
    const { code } = answerOf(await signIn({ code_challenge: undefined, code_challenge_method: undefined }));
    expect(await token({ code })).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('a code for the second time', async () => {
    const { code } = answerOf(await signIn());
    expect(await token({ code })).toMatchObject({ status: 200 });
    expect(await token({ code })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('a code after five minutes', async () => {
    const { code } = answerOf(await signIn());
    sandbox.clock.advance(5 * 60_000);
    expect(await token({ code })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('a wrong password, in the words for a user who does not exist', async () => {
    const page = await authorize();
    const wrong = await browser.submit(page, { username: ada.email, password: 'Wrong-1234567' });
    const nobody = await browser.submit(page, { username: 'nobody@example.com', password: 'Wrong-1234567' });
    for (const { status, html } of [wrong, nobody]) {
      expect([status, /role="alert">([^<]*)</.exec(html)?.[1]]).toEqual([401, 'Incorrect username or password.']);
    }
  });

  it('a form that another site sends', async () => {
    const page = await authorize();
    const forged = { ...page, html: page.html.replace(/name="_csrf" value="[^"]*"/, 'name="_csrf" value="x"') };
    const fields = { username: ada.email, password: ada.password };
    expect(await browser.submit(forged, fields)).toMatchObject({ status: 403, location: undefined });
    // Nor does it do without the cookie.
    expect(await createBrowser().submit(page, fields)).toMatchObject({ status: 403, location: undefined });
  });

  it('markup in what an app sends', async () => {
    const page = await authorize({ login_hint: '"><script>alert(1)</script>', state: '"><img src=x>' });
    expect(page.html).not.toMatch(/<script|<img/);
    expect(page.html).toContain('&quot;&gt;&lt;script&gt;');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
