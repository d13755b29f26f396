import { AwsSolutionsChecks } from 'cdk-nag';
import { createStack } from '../synthesized-template.js';

const google = { clientId: 'id', clientSecret: 'app#secret' };

it.each([
  { title: 'a second factor that is required', settings: { mfa: 'required' } },
  {
    title: 'linked accounts',
    settings: { signIn: { domainPrefix: 'my-app' }, identityProviders: { google }, linkAccounts: ['Google'] },
  },
])('AWS Solutions checks of cdk-nag find nothing that is not acknowledged with $title', ({ settings }) => {
  expect(new AwsSolutionsChecks().validateScope(createStack(settings).node.root).violations).toEqual([]);
});
