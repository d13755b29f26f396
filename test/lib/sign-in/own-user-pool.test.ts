import { type App, Duration, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  PasskeyUserVerification,
  UserPool,
  UserPoolEmail,
} from 'aws-cdk-lib/aws-cognito';
import { ExistingSignIn, IotAccess } from '../../../lib/index.js';
import { startSandbox } from '../../../sandbox/sandbox.js';
import { refuseDependencyCycle } from '../../../sandbox/template/dependency-cycle.js';
import { appAssembly } from '../../support/settings-sandbox.js';
import type { SynthesizedTemplate } from '../synthesized-template.js';
import { resource, resourcesOfType } from '../synthesized-template.js';

const featurePlan = FeaturePlan.ESSENTIALS;
const mailed = (stack: Stack) => UserPoolEmail.withSES({ fromEmail: 'hello@example.com', sesRegion: stack.region });

/** The recipes of docs/own-user-pool.md. */
const recipes = [
  {
    title: 'a user pool without passwords',
    make(stack: Stack) {
      const userPool = new UserPool(stack, 'Users', {
        featurePlan,
        signInAliases: { email: true },
        autoVerify: { email: true },
        selfSignUpEnabled: true,
        email: mailed(stack),
        signInPolicy: { allowedFirstAuthFactors: { password: true, emailOtp: true } },
      });
      return { userPool, userPoolClient: userPool.addClient('App', { authFlows: { user: true } }) };
    },
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    client: { ExplicitAuthFlows: expect.arrayContaining(['ALLOW_USER_AUTH']) },
    refused: /AllowedFirstAuthFactors/,
  },
  {
    title: 'a user pool with passkeys',
    make(stack: Stack) {
      const userPool = new UserPool(stack, 'Users', {
        featurePlan,
        signInAliases: { email: true },
        selfSignUpEnabled: true,
        signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
        passkeyRelyingPartyId: 'app.example.com',
        passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      });
      return { userPool, userPoolClient: userPool.addClient('App', { authFlows: { user: true, userSrp: true } }) };
    },
    pool: { WebAuthnRelyingPartyID: 'app.example.com', WebAuthnUserVerification: 'required' },
    client: { ExplicitAuthFlows: expect.arrayContaining(['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH']) },
    refused: /AllowedFirstAuthFactors|WebAuthn/,
  },
  {
    title: 'a second factor by e-mail',
    make(stack: Stack) {
      const userPool = new UserPool(stack, 'Users', {
        featurePlan,
        signInAliases: { email: true },
        selfSignUpEnabled: true,
        email: mailed(stack),
        accountRecovery: AccountRecovery.NONE,
        mfa: Mfa.OPTIONAL,
        mfaSecondFactor: { sms: false, otp: true, email: true },
      });
      return { userPool, userPoolClient: userPool.addClient('App', { authFlows: { userSrp: true } }) };
    },
    pool: { MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] },
    client: { ExplicitAuthFlows: expect.arrayContaining(['ALLOW_USER_SRP_AUTH']) },
    refused: /EnabledMfas/,
  },
  {
    title: 'refresh tokens that are rotated',
    make(stack: Stack) {
      const userPool = new UserPool(stack, 'Users', { featurePlan, selfSignUpEnabled: true });
      const userPoolClient = userPool.addClient('App', {
        authFlows: { userSrp: true },
        refreshTokenRotationGracePeriod: Duration.seconds(10),
      });
      return { userPool, userPoolClient };
    },
    pool: { UserPoolTier: 'ESSENTIALS' },
    client: {
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
    },
    refused: /RefreshTokenRotation/,
  },
];

describe.each(recipes)("$title in an app's own user pool", ({ make, pool, client, refused }) => {
  const assembly = appAssembly({}, (app: App) => {
    const stack = new Stack(app, 'Shop');
    const { userPool, userPoolClient } = make(stack);
    new IotAccess(stack, 'IotAccess', { existing: ExistingSignIn.fromUserPoolClient(userPool, userPoolClient) });
  });
  // As it was written into the assembly.
  const template = assembly.template as unknown as SynthesizedTemplate;

  it('is taken as it is: the stack adds an identity pool for it, and neither a user pool nor an app client', () => {
    expect(resource(template, 'AWS::Cognito::UserPool').Properties).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      ...pool,
    });
    expect(resource(template, 'AWS::Cognito::UserPoolClient').Properties).toMatchObject(client);
    const { CognitoIdentityProviders } = resource(template, 'AWS::Cognito::IdentityPool').Properties;
    const [clientId] = Object.entries(template.Resources).find(([, { Type }]) => Type.endsWith('UserPoolClient')) ?? [];
    expect(CognitoIdentityProviders).toEqual([
      expect.objectContaining({ ClientId: { Ref: clientId }, ServerSideTokenCheck: true }),
    ]);
    expect(resourcesOfType(template, 'AWS::IoT::Policy')).toHaveLength(2);
    expect(() => refuseDependencyCycle(assembly.template.Resources, 'Shop', () => true)).not.toThrow();
  });

  it('is refused by the sandbox by name', async () => {
    await expect(startSandbox({ assembly })).rejects.toThrow(refused);
  });
});
