import { readFileSync } from 'node:fs';
import { createStack, literal, resource, synthesizedTemplate } from '../synthesized-template.js';

const slowSynthesis = 60_000;

function trust(template: ReturnType<typeof synthesizedTemplate>, role: string) {
  return resource(template, 'AWS::IAM::Role', role).Properties.AssumeRolePolicyDocument.Statement;
}

describe('the identity pool', () => {
  it(
    'takes tokens of OpenID Connect providers, new and existing, by the same role',
    () => {
      const arn = 'arn:aws:iam::111122223333:oidc-provider/other.example.com';
      const openIdConnectProviders = [{ url: 'https://id.example.com', clientIds: ['app'] }, { arn }];
      const template = synthesizedTemplate({ openIdConnectProviders });
      expect(resource(template, 'AWS::IAM::OIDCProvider').Properties).toEqual({
        ClientIdList: ['app'],
        Url: 'https://id.example.com',
      });
      const { OpenIdConnectProviderARNs } = resource(template, 'AWS::Cognito::IdentityPool').Properties;
      expect(OpenIdConnectProviderARNs.map(literal)).toEqual([
        expect.stringMatching(/OpenIdConnectidexamplecom\w+\.Arn>$/),
        arn,
      ]);
      expect(trust(template, 'AuthenticatedRole')).toEqual(trust(synthesizedTemplate(), 'AuthenticatedRole'));
    },
    slowSynthesis,
  );

  it(
    'keeps a provider where another is taken out of the list, or put before it',
    () => {
      const idOf = (...hosts: string[]) => {
        const openIdConnectProviders = hosts.map((host) => ({ url: `https://${host}`, clientIds: ['app'] }));
        const { Resources } = synthesizedTemplate({ openIdConnectProviders });
        return Object.entries(Resources).find(
          ([, { Properties }]) => Properties?.Url === 'https://b.example.com/v2',
        )?.[0];
      };
      const alone = idOf('b.example.com/v2');
      expect(alone).toMatch(/^AccessSignInOpenIdConnectbexamplecomv2\w{8}$/);
      expect(idOf('a.example.com', 'b.example.com/v2')).toBe(alone);
      expect(idOf('b.example.com/v2', 'b.example.com', 'a.example.com')).toBe(alone);
    },
    slowSynthesis,
  );

  it('refuses two providers of one URL, which an account can have only once', () => {
    const one = { url: 'https://id.example.com', clientIds: ['app'] };
    expect(() => createStack({ openIdConnectProviders: [one, { ...one, clientIds: ['other'] }] })).toThrow(
      /openIdConnectProviders\[1\]\.url: is that of another; name all clientIds there/,
    );
  });

  it(
    "takes tokens of Amazon, Apple, Facebook and Google for an app of each, by the users' role",
    () => {
      const loginProviders = {
        amazon: 'amzn1.application.188a56d827a7d6555a8b67a5d',
        apple: 'com.example.app',
        facebook: '7346241598935552',
        google: '123456789012.apps.googleusercontent.com',
      };
      const template = synthesizedTemplate({ loginProviders });
      expect(resource(template, 'AWS::Cognito::IdentityPool').Properties.SupportedLoginProviders).toEqual({
        'www.amazon.com': loginProviders.amazon,
        'appleid.apple.com': loginProviders.apple,
        'graph.facebook.com': loginProviders.facebook,
        'accounts.google.com': loginProviders.google,
      });
      const before = synthesizedTemplate();
      expect(trust(template, 'AuthenticatedRole')).toEqual(trust(before, 'AuthenticatedRole'));
      expect(Object.keys(template.Resources)).toEqual(Object.keys(before.Resources));
    },
    slowSynthesis,
  );

  it(
    "takes assertions of SAML providers, new and existing, by the users' role",
    () => {
      const arn = 'arn:aws:iam::111122223333:saml-provider/other';
      const metadataFile = 'test/support/saml-metadata.xml';
      const template = synthesizedTemplate({ samlProviders: [{ name: 'corp', metadataFile }, { arn }] });
      expect(resource(template, 'AWS::IAM::SAMLProvider').Properties).toEqual({
        Name: 'corp',
        SamlMetadataDocument: readFileSync(metadataFile, 'utf8'),
      });
      const { SamlProviderARNs } = resource(template, 'AWS::Cognito::IdentityPool').Properties;
      expect(SamlProviderARNs.map(literal)).toEqual([expect.stringMatching(/SamlProvidercorp\w*\.Arn>$/), arn]);
      expect(trust(template, 'AuthenticatedRole')).toEqual(trust(synthesizedTemplate(), 'AuthenticatedRole'));
    },
    slowSynthesis,
  );

  it(
    'takes users of a back end, whose right to sign them in names this pool alone',
    () => {
      const stack = createStack({ developerProvider: 'login.my.app' });
      const { iotAccess } = stack;
      iotAccess.grantDeveloperSignIn(iotAccess.attachPolicy.function);
      const template = synthesizedTemplate(stack);
      expect(resource(template, 'AWS::Cognito::IdentityPool').Properties.DeveloperProviderName).toBe('login.my.app');
      const { Statement } = resource(template, 'AWS::IAM::Policy', 'AttachPolicyRole').Properties.PolicyDocument;
      const granted = Statement.filter(({ Action }: { Action: string }) =>
        String(Action).startsWith('cognito-identity'),
      );
      expect(
        granted.map(({ Action, Resource }: { Action: string; Resource: unknown }) => [Action, literal(Resource)]),
      ).toEqual([
        [
          'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
          expect.stringMatching(
            /^arn:aws:cognito-identity:eu-west-1:111122223333:identitypool\/<AccessSignInIdentityPool\w+>$/,
          ),
        ],
      ]);
    },
    slowSynthesis,
  );
});
