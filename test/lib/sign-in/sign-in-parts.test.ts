import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { createStack, literal, resource, resourcesOfType, synthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;
const signIn = { domainPrefix: 'my-app' };
const email = { from: 'hello@example.com' };

/** Ids and texts of the warnings at synth. */
function warnings(settings: unknown): string[] {
  const found = Annotations.fromStack(createStack(settings)).findWarning('*', Match.anyValue());
  return found.map(({ entry }) => String(entry.data));
}

describe('hosted sign-in', () => {
  it(
    'is a domain, and an app client for codes with PKCE and no secret',
    () => {
      const template = synthesizedTemplate({ signIn });
      const { Domain, UserPoolId } = resource(template, 'AWS::Cognito::UserPoolDomain').Properties;
      expect([Domain, literal(UserPoolId)]).toEqual(['my-app', expect.stringMatching(/UserPool/)]);
      expect(resource(template, 'AWS::Cognito::UserPoolClient').Properties).toMatchObject({
        AllowedOAuthFlows: ['code'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthScopes: ['openid', 'email'],
        CallbackURLs: ['http://localhost:8000'],
        GenerateSecret: false,
        LogoutURLs: ['http://localhost:8000'],
        SupportedIdentityProviders: ['COGNITO'],
      });
      expect(literal(template.Outputs.SignInDomain?.Value)).toMatch(
        /^<AccessSignInDomain\w+>\.auth\.eu-west-1\.amazoncognito\.com$/,
      );
      expect(warnings({ signIn, email })).toEqual([]);
    },
    slowSynthesis,
  );

  it(
    'takes the implicit grant only when asked, and warns',
    () => {
      const settings = {
        email,
        signIn: { ...signIn, implicit: true, callbackUrls: ['myapp://in'], signOutUrls: ['myapp://out'] },
      };
      expect(resource(synthesizedTemplate(settings), 'AWS::Cognito::UserPoolClient').Properties).toMatchObject({
        AllowedOAuthFlows: ['implicit', 'code'],
        CallbackURLs: ['myapp://in'],
        LogoutURLs: ['myapp://out'],
      });
      expect(warnings(settings)).toEqual([expect.stringMatching(/^signIn\.implicit: .*PKCE/)]);
    },
    slowSynthesis,
  );
});

describe('identity providers', () => {
  const app = { clientId: 'id', clientSecret: 'prod/app#client_secret' };
  const identityProviders = {
    google: app,
    facebook: app,
    loginWithAmazon: app,
    signInWithApple: { clientId: 'id', teamId: 'team', keyId: 'key', privateKey: 'prod/app#client_secret' },
    oidc: [{ ...app, name: 'MyOidc', issuerUrl: 'https://login.example.com' }],
    saml: [{ name: 'MySaml', metadataUrl: 'https://saml.example.com/metadata' }],
  };
  const template = synthesizedTemplate({ signIn, identityProviders });
  const providers = resourcesOfType(template, 'AWS::Cognito::UserPoolIdentityProvider').map((one) => one.Properties);

  it.each([
    { name: 'Google', type: 'Google', secret: 'client_secret', scopes: 'openid email', email: 'email' },
    { name: 'Facebook', type: 'Facebook', secret: 'client_secret', scopes: 'public_profile,email', email: 'email' },
    { name: 'LoginWithAmazon', type: 'LoginWithAmazon', secret: 'client_secret', scopes: 'profile', email: 'email' },
    { name: 'SignInWithApple', type: 'SignInWithApple', secret: 'private_key', scopes: 'email', email: 'email' },
    { name: 'MyOidc', type: 'OIDC', secret: 'client_secret', scopes: 'openid email', email: 'email' },
  ])('federate $name, with its secret in Secrets Manager', ({ name, type, secret, scopes, email }) => {
    const provider = providers.find(({ ProviderName }) => ProviderName === name);
    expect(provider).toMatchObject({ ProviderType: type, AttributeMapping: { email } });
    expect(provider.ProviderDetails).toMatchObject({
      [secret]: '{{resolve:secretsmanager:prod/app:SecretString:client_secret::}}',
      authorize_scopes: scopes,
    });
  });

  it('federate SAML by its metadata', () => {
    expect(providers.find(({ ProviderName }) => ProviderName === 'MySaml')).toMatchObject({
      ProviderType: 'SAML',
      AttributeMapping: { email: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress' },
      ProviderDetails: { MetadataURL: 'https://saml.example.com/metadata' },
    });
  });

  it('are named by the app client, which waits for them', () => {
    const client = resource(template, 'AWS::Cognito::UserPoolClient');
    expect(client.Properties.SupportedIdentityProviders).toEqual([
      'COGNITO',
      ...['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple', 'MyOidc', 'MySaml'],
    ]);
    expect(client.DependsOn).toHaveLength(6);
  });

  it(
    'may have a whole secret, named by its ARN',
    () => {
      const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:google-AbCdEf';
      const google = { clientId: 'id', clientSecret: arn };
      const { ProviderDetails } = resource(
        synthesizedTemplate({ signIn, identityProviders: { google } }),
        'AWS::Cognito::UserPoolIdentityProvider',
      ).Properties;
      expect(ProviderDetails.client_secret).toBe(`{{resolve:secretsmanager:${arn}:SecretString:::}}`);
    },
    slowSynthesis,
  );

  it.each([
    [{ oidc: [identityProviders.oidc[0], identityProviders.oidc[0]] }, /oidc\[1\]\.name: .*which another provider has/],
    [{ saml: [{ name: 'Google', metadataUrl: 'https://a' }] }, /saml\[0\]\.name: given "Google", which Cognito uses/],
  ])('are refused where names collide: %j', (given, says) => {
    expect(() => createStack({ signIn, identityProviders: given })).toThrow(says);
  });
});

describe('principal tags', () => {
  const settings = { principalTags: { tenant: 'custom:tenant' }, access: { publish: ['tenants/{tenant}/*'] } };
  const template = synthesizedTemplate({ ...settings, groups: [{ name: 'operators' }], guests: {} });

  it('leave their attribute behind, which a pool never loses and users cannot write', () => {
    const schema = (given: object) => resource(synthesizedTemplate(given), 'AWS::Cognito::UserPool').Properties.Schema;
    const kept = synthesizedTemplate({ customAttributes: ['custom:tenant'] });
    expect(schema({ customAttributes: ['custom:tenant'] })).toEqual(schema({ principalTags: settings.principalTags }));
    const { WriteAttributes } = resource(kept, 'AWS::Cognito::UserPoolClient').Properties;
    expect(WriteAttributes).toContain('email');
    expect(WriteAttributes).not.toContain('custom:tenant');
    expect(schema({ principalTags: settings.principalTags, customAttributes: ['custom:tenant'] })).toHaveLength(1);
    expect(() => createStack({ customAttributes: ['tenant'] })).toThrow(
      /customAttributes\[0\]: given "tenant"; allowed: a custom attribute such as "custom:tenant"/,
    );
  });

  it('are mapped once every role may be assumed with tags, so that adding them shuts nobody out', () => {
    const { Resources } = synthesizedTemplate({ ...settings, groups: [{ name: 'operators' }] });
    const [, mapping] =
      Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::Cognito::IdentityPoolPrincipalTag') ?? [];
    const tagged = Object.entries(Resources).filter(
      ([, { Type, Properties }]) => Type === 'AWS::IAM::Role' && JSON.stringify(Properties).includes('sts:TagSession'),
    );
    expect(tagged).toHaveLength(2);
    expect(mapping?.DependsOn).toEqual(expect.arrayContaining(tagged.map(([id]) => id)));
  });

  it('come from a custom attribute that users cannot write', () => {
    expect(resource(template, 'AWS::Cognito::UserPool').Properties.Schema).toEqual([
      expect.objectContaining({ AttributeDataType: 'String', Mutable: true, Name: 'tenant' }),
    ]);
    const { WriteAttributes } = resource(template, 'AWS::Cognito::UserPoolClient').Properties;
    expect(WriteAttributes).toContain('email');
    expect(WriteAttributes.filter((name: string) => /tenant|custom/.test(name))).toEqual([]);
    const mapping = resource(template, 'AWS::Cognito::IdentityPoolPrincipalTag').Properties;
    expect({ ...mapping, IdentityPoolId: literal(mapping.IdentityPoolId) }).toEqual({
      IdentityPoolId: expect.stringMatching(/^<AccessSignInIdentityPool/),
      IdentityProviderName: { 'Fn::GetAtt': [expect.stringMatching(/^AccessSignInUserPool/), 'ProviderName'] },
      PrincipalTags: { tenant: 'custom:tenant' },
      UseDefaults: false,
    });
  });

  it.each([
    ['AuthenticatedRole', 'authenticated'],
    ['GroupoperatorsRole', { 'Fn::GetAtt': [expect.stringMatching(/^AccessSignInUserPool/), 'ProviderName'] }],
  ])('may come with the sessions of %s', (role, amr) => {
    expect(trust(template, role)[0]).toMatchObject({
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Condition: { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr } },
    });
  });

  it('do not come with the sessions of guests', () => {
    expect(trust(template, 'UnauthenticatedRole')).toMatchObject([{ Action: 'sts:AssumeRoleWithWebIdentity' }]);
  });

  it('are said not to be proven on AWS', () => {
    expect(warnings({ principalTags: settings.principalTags })).toContainEqual(
      expect.stringMatching(/^principalTags: not proven on AWS.*aws:PrincipalTag.*\[ack: .*principalTagsNotProven\]$/s),
    );
  });

  it('warn where the user pool, and so its app clients, are of somebody else', () => {
    expect(warnings({ ...settings, existing: { userPoolId: 'eu-west-1_EXAMPLE' } })).toEqual([
      expect.stringMatching(/^principalTags: not proven on AWS/),
      expect.stringMatching(/^principalTags: .*WriteAttributes/),
    ]);
  });
});

function trust(template: ReturnType<typeof synthesizedTemplate>, role: string) {
  return resource(template, 'AWS::IAM::Role', role).Properties.AssumeRolePolicyDocument.Statement;
}
