import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { awsClients } from '../support/aws-clients.js';
import { createBrowser } from '../support/browser.js';
import {
  type RunningOpenIdProvider,
  runningOpenIdProvider,
  signInAtProvider,
} from '../support/running-openid-provider.js';
import { onlyResource, settingsSandbox } from '../support/settings-sandbox.js';

const APP = 'http://localhost:8000';
const isApp = (address: string) => address.startsWith(APP);
const oidc = (name: string, clientSecret: string) => {
  return { name, issuerUrl: `https://${name}.example.com`, clientId: 'user-pool', clientSecret };
};
const settings = {
  signIn: { domainPrefix: 'my-app' },
  identityProviders: {
    oidc: [oidc('Company', 'company#key'), oidc('Lying', 'company#key'), oidc('Partner', 'partner')],
    google: { clientId: 'x.apps.googleusercontent.com', clientSecret: 'google' },
  },
  openIdConnectProviders: [{ url: 'https://id.example.com', clientIds: ['our-app'] }],
};

/** The stack with providers on this machine, which settings refuse: AWS takes https alone. */
const stackWith = (issuers: Record<string, string>, secret: string) =>
  settingsSandbox(settings, {
    secrets: { company: JSON.stringify({ key: secret }) },
    edit(template) {
      for (const { Properties } of Object.values(template.Resources)) {
        const issuer = issuers[Properties?.ProviderName];
        if (issuer !== undefined) Properties.ProviderDetails.oidc_issuer = issuer;
      }
      onlyResource(template, 'AWS::IAM::OIDCProvider').Url = issuers.Company;
    },
  });

const address = ({ outputs, url }: Sandbox, identity_provider: string) => {
  const client_id = outputs.UserPoolClientId ?? '';
  const parameters = { client_id, redirect_uri: APP, response_type: 'code', state: 's', identity_provider };
  return `${url}/oauth2/authorize?${new URLSearchParams(parameters)}`;
};
const tokensOf = async ({ outputs, url }: Sandbox, location = '') => {
  const code = new URL(location).searchParams.get('code') ?? '';
  const client_id = outputs.UserPoolClientId ?? '';
  const form = { grant_type: 'authorization_code', client_id, redirect_uri: APP, code };
  const response = await fetch(`${url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  return (await response.json()) as { id_token: string; access_token: string };
};

const liar = createServer();
let lyingIssuer: string;
let provider: RunningOpenIdProvider;
let sandbox: Sandbox;
let aws: ReturnType<typeof awsClients>;

beforeAll(async () => {
  provider = await runningOpenIdProvider();
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
  lyingIssuer = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
  sandbox = await stackWith({ Company: provider.issuer, Lying: lyingIssuer }, provider.client.secret);
  aws = awsClients(sandbox);
}, 30_000);
afterAll(async () => {
  provider.stop();
  liar.close();
  await sandbox.stop();
});

describe('a provider that is federated into the user pool', () => {
  const signIn = async (user: string) => {
    const back = await signInAtProvider(createBrowser(), address(sandbox, 'Company'), user, isApp);
    return tokensOf(sandbox, back.location);
  };

  it('signs its users in to the pool, with the attributes that are mapped', async () => {
    const { id_token } = await signIn('ada');
    const { UserPoolId } = sandbox.outputs;
    expect(decodeJwt(id_token)).toMatchObject({
      'cognito:username': 'company_ada',
      'cognito:groups': [`${UserPoolId}_Company`],
      email: 'ada@provider.example',
      email_verified: false,
      identities: [{ userId: 'ada', providerName: 'Company', providerType: 'OIDC', issuer: null, primary: 'true' }].map(
        (identity) => expect.objectContaining(identity),
      ),
    });
    expect(sandbox.views.users()).toContainEqual(
      expect.objectContaining({ userName: 'company_ada', status: 'EXTERNAL_PROVIDER' }),
    );
  });

  it('leads the same person to the same user and identity, who is attached and connects', async () => {
    const [first, again] = [await signIn('grace'), await signIn('grace')];
    expect(decodeJwt(again.id_token).sub).toBe(decodeJwt(first.id_token).sub);
    const identity = await aws.identity({ [aws.userPoolProvider]: again.id_token });
    expect(await aws.attach(identity)).toMatchObject({ status: 200 });
    expect(await aws.may(identity, 'publish', `users/${identity.identityId}/hello`)).toBe(true);
    expect(await aws.may(identity, 'publish', 'users/somebody/hello')).toBe(false);
  });

  it('does not take over who signed up with the same e-mail address', async () => {
    const { id_token } = await signIn('alan');
    const browser = createBrowser();
    const login = `${sandbox.url}/signup${new URL(address(sandbox, 'COGNITO')).search}`;
    const page = await browser.visit(login);
    const next = await browser.submit(page, { username: 'alan@provider.example', password: 'Enigma-1940-xy' });
    expect(next.html).toContain('A code was sent');
    const local = sandbox.views.users().filter(({ email }) => email === 'alan@provider.example');
    expect(local.map(({ status }) => status).sort()).toEqual(['EXTERNAL_PROVIDER', 'UNCONFIRMED']);
    expect(local.find(({ status }) => status === 'UNCONFIRMED')?.sub).not.toBe(decodeJwt(id_token).sub);
  });

  it('is one of the choices on the sign-in page', async () => {
    const all = new URL(address(sandbox, 'COGNITO'));
    all.searchParams.delete('identity_provider');
    const { html } = await createBrowser().open(all.href, isApp);
    expect(html).toMatch(/identity_provider=Company.*Continue with Company/);
  });

  it('tells the app when the user turns back', async () => {
    const browser = createBrowser();
    const page = await browser.open(address(sandbox, 'Company'), isApp);
    const abort = /href="([^"]*\/abort)"/.exec(page.html)?.[1] ?? '';
    const back = await browser.open(abort, isApp);
    expect(new URL(back.location ?? '').search).toBe(
      `?${new URLSearchParams({ error: 'invalid_request', error_description: 'Company Error - access_denied', state: 's' })}`,
    );
  });

  it('cannot bring its answer into a browser in which nothing began', async () => {
    const browser = createBrowser();
    const isAnswer = (url: string) => url.includes('/oauth2/idpresponse');
    const { location = '' } = await signInAtProvider(browser, address(sandbox, 'Company'), 'eve', isAnswer);
    expect(await createBrowser().visit(location)).toMatchObject({ status: 400, location: undefined });
    // Used up by that attempt.
    expect(await browser.visit(location)).toMatchObject({ status: 400, location: undefined });
  });
});

describe('what the sandbox cannot do', () => {
  it('is said by name: a provider of another type', async () => {
    const { status, html } = await createBrowser().visit(address(sandbox, 'Google'));
    expect(status).toBe(501);
    expect(html).toContain('does not emulate the type Google of the identity provider Google (only OIDC)');
  });

  it('is said by name: a secret that it was not told', async () => {
    const { status, html } = await createBrowser().visit(address(sandbox, 'Partner'));
    expect(status).toBe(501);
    expect(html).toContain('was not told the value of the secret partner');
  });
});

describe('a provider that lies', () => {
  const now = () => Math.floor(Date.now() / 1000);
  const good = (issuer: string, nonce: string): JWTPayload => ({
    iss: issuer,
    aud: 'user-pool',
    sub: 'ada',
    nonce,
    iat: now(),
    exp: now() + 600,
  });
  let claims: (issuer: string, nonce: string) => JWTPayload = good;
  let signWithOther = false;
  let nonce = '';

  beforeAll(async () => {
    const issuer = lyingIssuer;
    const [own, other] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'RS256' };
    const answers: Record<string, () => object | Promise<object>> = {
      '/.well-known/openid-configuration': () => ({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
      }),
      '/jwks': () => ({ keys: [jwk] }),
      '/token': async () => {
        const token = new SignJWT(claims(issuer, nonce)).setProtectedHeader({ alg: 'RS256', kid: 'k' });
        return { id_token: await token.sign(signWithOther ? other.privateKey : own.privateKey), access_token: 'x' };
      },
    };
    liar.on('request', async (request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(await answers[request.url ?? '']?.()));
    });
  });

  it.each([
    { title: 'nothing', change: {}, error: undefined },
    { title: 'the audience', change: { aud: 'other-app' }, error: 'other-audience' },
    { title: 'the party it is authorized for', change: { azp: 'other-app' }, error: 'other-audience' },
    { title: 'the issuer', change: { iss: 'https://other.example' }, error: 'other-issuer' },
    { title: 'the expiry', change: { exp: now() - 301 }, error: 'expired' },
    { title: 'the nonce', change: { nonce: 'old' }, error: 'other-nonce' },
    { title: 'the signature', change: {}, error: 'not-signed-here', forged: true },
  ])('about $title is refused with $error', async ({ change, error, forged = false }) => {
    claims = (issuer, given) => ({ ...good(issuer, given), ...change });
    signWithOther = forged;
    const browser = createBrowser();
    const { location = '' } = await browser.visit(address(sandbox, 'Lying'));
    const asked = new URL(location).searchParams;
    nonce = asked.get('nonce') ?? '';
    const answer = new URLSearchParams({ code: 'c', state: asked.get('state') ?? '' });
    const back = await browser.visit(`${asked.get('redirect_uri')}?${answer}`);
    const told = new URL(back.location ?? '').searchParams;
    expect(told.get('error_description')).toBe(error === undefined ? null : `Bad id_token of Lying: ${error}`);
    expect(told.has('code')).toBe(error === undefined);
  });
});
