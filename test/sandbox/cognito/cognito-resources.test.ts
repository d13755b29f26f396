import { App, Duration, Stack } from 'aws-cdk-lib';
import { CfnIdentityPool, CfnIdentityPoolRoleAttachment, UserPool } from 'aws-cdk-lib/aws-cognito';
import {
  parseIdentityPool,
  parseRoleAttachment,
  parseUserPool,
  parseUserPoolClient,
} from '../../../sandbox/cognito/resources/cognito-resources.js';
import { refusal } from './people.js';

const HOUR = 3_600_000;

/** What CDK makes of an app's usual constructs, by resource type; references are resolved to their logical IDs. */
function synthesized(): Record<string, unknown> {
  const stack = new Stack(new App(), 'Stack');
  const users = new UserPool(stack, 'Users', {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    passwordPolicy: { minLength: 12, requireSymbols: false },
    deletionProtection: true,
  });
  const client = users.addClient('Client', {
    authFlows: { userSrp: true },
    preventUserExistenceErrors: true,
    disableOAuth: true,
    idTokenValidity: Duration.minutes(30),
    refreshTokenValidity: Duration.days(1),
  });
  const identities = new CfnIdentityPool(stack, 'Identities', {
    allowUnauthenticatedIdentities: false,
    cognitoIdentityProviders: [
      { clientId: client.userPoolClientId, providerName: users.userPoolProviderName, serverSideTokenCheck: true },
    ],
  });
  new CfnIdentityPoolRoleAttachment(stack, 'Roles', {
    identityPoolId: identities.ref,
    roles: { authenticated: 'arn:aws:iam::111122223333:role/App' },
  });
  const resources = [users.node.defaultChild, client.node.defaultChild, identities, stack.node.findChild('Roles')];
  return Object.fromEntries(
    resources.map((resource) => {
      const { cfnResourceType, _toCloudFormation: render } = resource as CfnIdentityPool & {
        _toCloudFormation(): object;
      };
      const rendered = stack.resolve(render.call(resource)) as { Resources: Record<string, { Properties: object }> };
      const { Properties } = Object.values(rendered.Resources)[0] ?? {};
      const resolved = JSON.stringify(Properties)
        .replace(/\{"Ref":"(\w+)"\}/g, '"$1"')
        .replace(/\{"Fn::GetAtt":\["(\w+)","(\w+)"\]\}/g, '"$1.$2"');
      return [cfnResourceType, JSON.parse(resolved)];
    }),
  );
}

describe('the properties that CDK synthesizes', () => {
  const templates = synthesized();

  it('of a user pool', () => {
    expect(parseUserPool('Users', templates['AWS::Cognito::UserPool'])).toEqual({
      allowAdminCreateUserOnly: false,
      email: { sendingAccount: 'COGNITO_DEFAULT', from: 'no-reply@verificationemail.com', replyTo: undefined },
      mfa: 'OFF',
      triggers: { functions: {}, preTokenGenerationVersion: 'V1_0' },
      usernameAttributes: ['email'],
      autoVerifiedAttributes: ['email'],
      caseSensitive: false,
      passwordPolicy: {
        minimumLength: 12,
        requireUppercase: true,
        requireLowercase: true,
        requireNumbers: true,
        requireSymbols: false,
      },
      temporaryPasswordValidityDays: 7,
      schema: [],
      recoveryMechanisms: ['verified_phone_number', 'verified_email'],
      verificationMessage: {
        subject: 'Verify your new account',
        text: 'The verification code to your new account is {####}',
      },
    });
  });

  it('of a client', () => {
    expect(parseUserPoolClient('Client', templates['AWS::Cognito::UserPoolClient'])).toEqual({
      userPoolId: expect.stringContaining('Users'),
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: HOUR,
      idTokenValidity: HOUR / 2,
      refreshTokenValidity: 24 * HOUR,
      authSessionValidity: HOUR / 20,
      readAttributes: undefined,
      writeAttributes: undefined,
      oauth: { flows: [], scopes: [], callbackUrls: [], logoutUrls: [], identityProviders: ['COGNITO'] },
    });
  });

  it('of an identity pool and its roles', () => {
    expect(parseIdentityPool('Identities', templates['AWS::Cognito::IdentityPool'])).toEqual({
      allowUnauthenticatedIdentities: false,
      allowClassicFlow: false,
      tags: {},
      cognitoIdentityProviders: [
        {
          providerName: expect.stringMatching(/ProviderName$/),
          clientId: expect.stringContaining('Client'),
          serverSideTokenCheck: true,
        },
      ],
      openIdConnectProviderArns: [],
    });
    expect(parseRoleAttachment('Roles', templates['AWS::Cognito::IdentityPoolRoleAttachment'])).toEqual({
      identityPoolId: 'Identities',
      roles: { authenticated: 'arn:aws:iam::111122223333:role/App' },
      roleMappings: [],
    });
  });
});

it('what is left out has the defaults of CloudFormation', () => {
  expect(parseUserPool('Users', undefined)).toMatchObject({
    allowAdminCreateUserOnly: false,
    usernameAttributes: [],
    caseSensitive: true,
    passwordPolicy: { minimumLength: 8, requireSymbols: true },
  });
  expect(
    parseUserPoolClient('Client', { UserPoolId: 'eu-west-1_a', TokenValidityUnits: { IdToken: 'minutes' } }),
  ).toEqual(
    expect.objectContaining({
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
      preventUserExistenceErrors: 'LEGACY',
      idTokenValidity: HOUR,
      refreshTokenValidity: 30 * 24 * HOUR,
    }),
  );
});

it('CloudFormation’s strings for numbers and booleans are taken', () => {
  const { passwordPolicy } = parseUserPool('Users', {
    Policies: { PasswordPolicy: { MinimumLength: '10', RequireNumbers: 'false' } },
  });
  expect(passwordPolicy).toMatchObject({ minimumLength: 10, requireNumbers: false });
});

describe('what would change enforcement and is not emulated is refused by name', () => {
  const client = { UserPoolId: 'eu-west-1_a' };
  const identities = { AllowUnauthenticatedIdentities: false };
  it.each([
    [parseUserPool, { MfaConfiguration: 'ON' }, 'MfaConfiguration with the value "ON"'],
    [parseUserPool, { MfaConfiguration: 'OPTIONAL' }, 'MfaConfiguration with the value "OPTIONAL"'],
    [parseUserPool, { MfaConfiguration: 'ON', EnabledMfas: ['SMS_MFA'] }, 'EnabledMfas.0 with the value "SMS_MFA"'],
    [parseUserPool, { EnabledMfas: ['EMAIL_OTP'] }, 'EnabledMfas.0 with the value "EMAIL_OTP"'],
    [parseUserPool, { LambdaConfig: { UserMigration: 'arn' } }, 'LambdaConfig.UserMigration'],
    [parseUserPool, { LambdaConfig: { CustomEmailSender: {} } }, 'LambdaConfig.CustomEmailSender'],
    [parseUserPool, { LambdaConfig: { CustomSMSSender: {} } }, 'LambdaConfig.CustomSMSSender'],
    [
      parseUserPool,
      { LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: 'arn', LambdaVersion: 'V3_0' } } },
      'LambdaConfig.PreTokenGenerationConfig.LambdaVersion with the value "V3_0"',
    ],
    [parseUserPool, { AliasAttributes: ['email'] }, 'AliasAttributes.0 with the value "email"'],
    [parseUserPool, { UsernameAttributes: ['phone_number'] }, 'UsernameAttributes.0 with the value "phone_number"'],
    [
      parseUserPool,
      { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } },
      'UserPoolAddOns.AdvancedSecurityMode with the value "ENFORCED"',
    ],
    [parseUserPool, { DeviceConfiguration: {} }, 'DeviceConfiguration'],
    [parseUserPool, { Tomorrow: 1 }, 'Tomorrow'],
    [parseUserPoolClient, { ...client, GenerateSecret: true }, 'GenerateSecret with the value true'],
    [
      parseUserPoolClient,
      { ...client, RefreshTokenRotation: { Feature: 'ENABLED' } },
      'RefreshTokenRotation.Feature with the value "ENABLED"',
    ],
    [
      parseUserPoolClient,
      { ...client, AllowedOAuthFlows: ['client_credentials'] },
      'AllowedOAuthFlows.0 with the value "client_credentials"',
    ],
    [
      parseUserPoolClient,
      { ...client, AllowedOAuthScopes: ['machines/read'] },
      'AllowedOAuthScopes.0 with the value "machines/read"',
    ],
    [
      parseUserPoolClient,
      { ...client, CallbackURLs: ['http://app.example.com'] },
      'CallbackURLs.0 with the value "http://app.example.com"',
    ],
    [
      parseUserPoolClient,
      { ...client, LogoutURLs: ['https://app.example.com/#out'] },
      'LogoutURLs.0 with the value "https://app.example.com/#out"',
    ],
    [parseUserPoolClient, {}, 'UserPoolId with the value missing'],
    [parseIdentityPool, { ...identities, AllowClassicFlow: 'maybe' }, 'AllowClassicFlow with the value "maybe"'],
    [
      parseIdentityPool,
      { ...identities, DeveloperProviderName: 'login/example' },
      'DeveloperProviderName with the value "login/example"',
    ],
    [
      parseIdentityPool,
      { ...identities, SupportedLoginProviders: { 'api.twitter.com': 'key;secret' } },
      'SupportedLoginProviders.api.twitter.com',
    ],
    [
      parseRoleAttachment,
      { IdentityPoolId: 'a', RoleMappings: { x: { Type: 'Token' } } },
      'RoleMappings.x.AmbiguousRoleResolution with the value missing',
    ],
    [
      parseRoleAttachment,
      {
        IdentityPoolId: 'a',
        RoleMappings: { x: { Type: 'Rules', AmbiguousRoleResolution: 'Deny', RulesConfiguration: { Rules: [] } } },
      },
      'RoleMappings.x.RulesConfiguration.Rules with the value []',
    ],
  ])('%p %j', async (parse, properties, property) => {
    const refused = await refusal(Promise.resolve().then(() => parse('Thing', properties)));
    expect(refused).toMatch(/^SandboxUnsupported: /);
    expect(refused).toContain(`the property ${property} of Thing (AWS::Cognito::`);
  });
});
