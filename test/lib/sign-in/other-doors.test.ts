import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { createStack } from '../synthesized-template.js';

const slowSynthesis = 60_000;
const google = { google: { clientId: 'app', clientSecret: 'sign-in/google' } };
const signIn = { domainPrefix: 'my-app' };
const company = { url: 'https://id.example.com', clientIds: ['app'] };

function warnings(settings: object, about: string): string[] {
  const found = Annotations.fromStack(createStack(settings)).findWarning('*', Match.stringLikeRegexp(`^${about}:`));
  return found.map(({ entry }) => String(entry.data));
}

describe('what a closed door leaves open', () => {
  it.each([
    ['a provider of the user pool', { signIn, identityProviders: google }, 'identityProviders.google'],
    ['a provider of the identity pool', { loginProviders: { facebook: '123' } }, 'loginProviders.facebook'],
  ])(
    'is told where nobody signs up, and anybody comes by %s',
    (_, settings, name) => {
      expect(warnings({ selfSignUp: false, ...settings }, 'selfSignUp')).toEqual([expect.stringContaining(name)]);
      expect(warnings(settings, 'selfSignUp')).toEqual([]);
    },
    slowSynthesis,
  );

  it.each([
    ['identityProviders', { signIn, identityProviders: google }],
    ['loginProviders', { loginProviders: { facebook: '123' } }],
    ['openIdConnectProviders', { openIdConnectProviders: [company] }],
    ['samlProviders', { samlProviders: [{ arn: 'arn:aws:iam::111122223333:saml-provider/Company' }] }],
    ['developerProvider', { developerProvider: 'login.my.app' }],
  ])(
    'is told where a second factor is required, and users come by %s',
    (name, settings) => {
      expect(warnings({ mfa: 'required', ...settings }, 'mfa')).toEqual([expect.stringContaining(name)]);
      expect(warnings({ mfa: 'optional', ...settings }, 'mfa')).toEqual([]);
    },
    slowSynthesis,
  );

  it(
    'is nothing where there is no other way in',
    () => {
      const settings = { selfSignUp: false, mfa: 'required', openIdConnectProviders: [company] };
      expect(warnings(settings, 'selfSignUp')).toEqual([]);
      expect(warnings({ selfSignUp: false, mfa: 'required' }, '(mfa|selfSignUp)')).toEqual([]);
    },
    slowSynthesis,
  );
});
