import { emptyIdentityPoolState } from '../../../../sandbox/cognito/identity-pool/identity-pool-tables.js';
import { createIdentityPools } from '../../../../sandbox/cognito/identity-pool/identity-pools.js';
import type { IdentityPoolSettings } from '../../../../sandbox/cognito/resources/cognito-resources.js';
import type { OidcProviderSettings } from '../../../../sandbox/cognito/resources/federation-resources.js';
import { stoppedClock } from '../stopped-clock.js';

const google = {
  arn: 'arn:aws:iam::111122223333:oidc-provider/accounts.google.com',
  url: 'https://accounts.google.com',
};

function boot(settings: Partial<IdentityPoolSettings>, oidcProviders: readonly OidcProviderSettings[] = []) {
  const never = () => {
    throw new Error('Nobody is asked.');
  };
  return createIdentityPools({
    region: 'eu-west-1',
    accountId: '111122223333',
    pools: [
      {
        identityPoolId: 'eu-west-1:11111111-2222-3333-4444-555555555555',
        settings: { allowUnauthenticatedIdentities: false, cognitoIdentityProviders: [], ...settings },
      },
    ],
    roleAttachments: [],
    oidcProviders,
    state: emptyIdentityPoolState(),
    clock: stoppedClock(),
    verifyUserPoolToken: never,
    assumeRoleWithWebIdentity: never,
  });
}

describe('an identity pool is refused at boot', () => {
  it('with a SAML provider that is not in the template', () => {
    const arn = 'arn:aws:iam::111122223333:saml-provider/corp';
    expect(() => boot({ samlProviderArns: [arn] })).toThrow(`the SAML provider ${arn}, which is not in the template`);
  });

  it('with Google twice, of which AWS does not say which counts', () => {
    const settings = {
      supportedLoginProviders: { 'accounts.google.com': 'app' },
      openIdConnectProviderArns: [google.arn],
    };
    expect(() => boot(settings, [{ ...google, clientIds: ['app'] }])).toThrow(
      /accounts\.google\.com both in Supported/,
    );
  });
});
