import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { IotAccess } from '../../../lib/index.js';
import { nodeRuntime } from '../../../lib/node-runtime.js';
import { refuseDependencyCycle } from '../../../sandbox/template/dependency-cycle.js';
import {
  createStack,
  literal,
  resource,
  resourcesOfType,
  roleStatements,
  synthesizedTemplate,
} from '../synthesized-template.js';

const slowSynthesis = 60_000;
const app = { clientId: 'id', clientSecret: 'app#secret' };
const settings = {
  signIn: { domainPrefix: 'my-app' },
  identityProviders: {
    google: app,
    facebook: app,
    oidc: [{ ...app, name: 'Company', issuerUrl: 'https://login.example.com' }],
  },
};
const linking = { ...settings, linkAccounts: ['Google', 'Company'] };

describe('linkAccounts', () => {
  const template = synthesizedTemplate(linking);

  it('is a pre-sign-up trigger with the right to look up and link users of this pool, and no other', () => {
    const { LambdaConfig } = resource(template, 'AWS::Cognito::UserPool').Properties;
    expect(literal(LambdaConfig.PreSignUp)).toMatch(/^<AccessSignInLinkAccountsFunction\w+\.Arn>$/);
    const { Variables } = resource(template, 'AWS::Lambda::Function', 'LinkAccounts').Properties.Environment;
    expect(Variables).toEqual({ TRUSTED_PROVIDERS: '["Google","Company"]' });
    const statements = roleStatements(template, 'LinkAccountsRole');
    expect(statements.filter(({ actions }) => actions.some((action) => action.startsWith('cognito')))).toEqual([
      {
        actions: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminLinkProviderForUser'],
        resources: [expect.stringMatching(/^<AccessSignInUserPool\w+\.Arn>$/)],
      },
    ]);
    const permission = resource(template, 'AWS::Lambda::Permission', 'PreSignUpCognito').Properties;
    expect([permission.Principal, literal(permission.SourceArn)]).toEqual([
      'cognito-idp.amazonaws.com',
      expect.stringMatching(/^<AccessSignInUserPool\w+\.Arn>$/),
    ]);
  });

  it('keeps its log as long as every other', () => {
    const groups = resourcesOfType(synthesizedTemplate({ ...linking, logRetention: 7 }), 'AWS::Logs::LogGroup');
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(groups.map(() => 7));
    expect(groups.length).toBeGreaterThan(1);
  });

  it('makes no resource wait for itself', () => {
    expect(() => refuseDependencyCycle(template.Resources, 'CognitoIotAccess', () => true)).not.toThrow();
  });

  it('takes over whether an address is verified from the named providers alone', () => {
    const mappings = resourcesOfType(template, 'AWS::Cognito::UserPoolIdentityProvider').map(({ Properties }) => [
      Properties.ProviderName,
      Properties.AttributeMapping,
    ]);
    const verified = { email: 'email', email_verified: 'email_verified' };
    expect(Object.fromEntries(mappings)).toEqual({
      Google: verified,
      Company: verified,
      Facebook: { email: 'email' },
    });
  });

  it(
    'is off by default: no trigger, and no word of a provider on addresses',
    () => {
      const without = JSON.stringify(synthesizedTemplate(settings));
      expect(without).not.toMatch(/LinkAccounts|email_verified|LambdaConfig":\{"/);
    },
    slowSynthesis,
  );

  it.each([
    [['Facebook'], 'linkAccounts[0]: given "Facebook"; allowed: Google, Company'],
    [['Google', 'Other'], 'linkAccounts[1]: given "Other"; allowed: Google, Company'],
    [['COGNITO'], 'linkAccounts[0]: given "COGNITO"'],
  ])('%j is refused', (linkAccounts, says) => {
    expect(() => createStack({ ...settings, linkAccounts })).toThrow(says);
  });

  it.each([
    ['Abc_Company', 'Abc'],
    ['Abc', 'Abc_Company'],
    ['Company', 'company'],
    ['Google', 'Google_Workspace'],
  ])('%s is refused beside %s, whose users the trigger could not tell from its own', (linked, other) => {
    const provider = (name: string) => ({ ...app, name, issuerUrl: 'https://login.example.com' });
    const named = linked === 'Google' ? [other] : [linked, other];
    const identityProviders = { google: app, oidc: named.map(provider) };
    expect(() => createStack({ ...settings, identityProviders, linkAccounts: [linked] })).toThrow(
      `linkAccounts[0]: given "${linked}", whose users could not be told from those of ${other}; rename one`,
    );
  });

  it('is refused without providers that could be trusted, and beside a pre-sign-up trigger of the app', () => {
    expect(() => createStack({ linkAccounts: ['Google'] })).toThrow('linkAccounts[0]: given "Google"; allowed: none');
    const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Shop');
    const preSignUp = new LambdaFunction(stack, 'Own', {
      runtime: nodeRuntime(),
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async (event) => event;'),
    });
    const props = { ...settings, linkAccounts: ['Google'], lambdaTriggers: { preSignUp } };
    expect(() => new IotAccess(stack, 'Access', props)).toThrow(
      'linkAccounts: cannot be used with lambdaTriggers.preSignUp: a user pool has one of them',
    );
  });
});
