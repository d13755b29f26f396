import { createBrowser } from '../support/browser.js';
import { runningSandbox } from '../support/running-sandbox.js';
import { signedInUser } from '../support/signed-in-user.js';
import { synthesizedAssembly } from '../support/synthesized-assembly.js';

const APP = 'http://localhost:8000';
const isApp = (address: string) => address.startsWith(APP);

it('the implicit grant puts tokens in the fragment, and no refresh token', async () => {
  const implicit = await runningSandbox({
    assembly: synthesizedAssembly((template) => {
      const [id, client] =
        Object.entries(template.Resources).find(([, { Type }]) => Type === 'AWS::Cognito::UserPoolClient') ?? [];
      if (id === undefined || client === undefined) throw new Error('the template has no app client');
      const { UserPoolId } = client.Properties;
      template.Resources.Domain = { Type: 'AWS::Cognito::UserPoolDomain', Properties: { Domain: 'x', UserPoolId } };
      Object.assign(client.Properties, {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['implicit'],
        AllowedOAuthScopes: ['openid', 'email'],
        CallbackURLs: [APP],
        SupportedIdentityProviders: ['COGNITO'],
      });
    }),
  });
  const user = await signedInUser(implicit);
  const browser = createBrowser();
  const parameters = { client_id: implicit.outputs.UserPoolClientId ?? '', redirect_uri: APP, response_type: 'token' };
  const page = await browser.open(`${implicit.url}/oauth2/authorize?${new URLSearchParams(parameters)}`, isApp);
  const { location = '' } = await browser.submit(page, { username: user.email, password: user.password });
  const answer = Object.fromEntries(new URLSearchParams(new URL(location).hash.slice(1)));
  expect(Object.keys(answer).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'token_type']);
  await implicit.stop();
});

it('a stack without a domain serves none of it', async () => {
  const without = await runningSandbox();
  for (const path of ['/login', '/oauth2/authorize', '/oauth2/userInfo', '/logout']) {
    expect((await fetch(`${without.url}${path}`)).status).toBe(404);
  }
  await without.stop();
});
