import { startSandbox } from '../../../sandbox/sandbox.js';
import { onlyResource } from '../../support/settings-sandbox.js';
import { synthesizedAssembly } from '../../support/synthesized-assembly.js';
import { refusal } from './people.js';

const code = { AllowedOAuthFlowsUserPoolClient: true, CallbackURLs: ['http://localhost:8000'] };

it.each([
  {
    title: 'an app client of a provider that the user pool lacks',
    client: { SupportedIdentityProviders: ['COGNITO', 'Google'] },
    words: /SupportedIdentityProviders "Google" .*Allowed: COGNITO/,
  },
  {
    title: 'an app client for the hosted sign-in without a scope',
    client: { ...code, AllowedOAuthFlows: ['code'] },
    words: /AllowedOAuthScopes null .*Allowed: at least one/,
  },
  {
    title: 'an app client for the hosted sign-in without a flow',
    client: { ...code, AllowedOAuthFlows: [], AllowedOAuthScopes: ['openid'] },
    words: /AllowedOAuthFlows \[\] .*Allowed: at least one/,
  },
])('$title does not boot', async ({ client, words }) => {
  const assembly = synthesizedAssembly((template) => {
    Object.assign(onlyResource(template, 'AWS::Cognito::UserPoolClient'), client);
  });
  expect(await refusal(startSandbox({ assembly }))).toMatch(words);
});
