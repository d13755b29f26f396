import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/**
 * A real OpenID provider, in a process of its own: prints its issuer once it listens. Its users sign in under any name,
 * with any password; `grant` of the apps is the authorization code with PKCE, or with a secret.
 */
const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const publicApp = (client_id) => ({
  client_id,
  redirect_uris: ['http://localhost:8000'],
  token_endpoint_auth_method: 'none',
});
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'user-pool',
      client_secret: 'a-secret-of-the-provider',
      redirect_uris: ['http://127.0.0.1/oauth2/idpresponse'],
      token_endpoint_auth_method: 'client_secret_post',
    },
    publicApp('our-app'),
    publicApp('other-app'),
  ],
  pkce: { required: () => false },
  scopes: ['openid', 'email'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  findAccount: (_context, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: `${sub}@provider.example`, email_verified: true }),
  }),
  // Asks for no consent.
  async loadExistingGrant({ oidc }) {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid email');
    await grant.save();
    return grant;
  },
  cookies: { keys: ['only for tests'] },
  ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 3600 },
});
// Which port the sandbox gets is known only later.
provider.Client.prototype.redirectUriAllowed = function redirectUriAllowed(uri) {
  const { hostname, pathname } = new URL(uri);
  const isSandbox = hostname === '127.0.0.1' && pathname === '/oauth2/idpresponse';
  return this.clientId === 'user-pool' ? isSandbox : this.redirectUris.includes(uri);
};
server.on('request', provider.callback());
console.log(issuer);
