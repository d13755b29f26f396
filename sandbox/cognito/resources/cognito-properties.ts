import { z } from 'zod';
import { boolean, ignored, number, text } from '../../template/parse-properties.js';
import { emailConfiguration } from './email-settings.js';

// Every property that the sandbox knows, resource by resource: what it emulates is typed, what changes nothing here is
// `ignored`, and what would change enforcement takes only the value that switches it off. The rest is refused.

/** By ARN. A function that moves users, and those that send messages themselves, are not among them. */
const lambdaConfig = z.strictObject({
  CreateAuthChallenge: text,
  CustomMessage: text,
  DefineAuthChallenge: text,
  PostAuthentication: text,
  PostConfirmation: text,
  PreAuthentication: text,
  PreSignUp: text,
  PreTokenGeneration: text,
  // V3_0 adds tokens of machines, which come with a secret.
  PreTokenGenerationConfig: z
    .strictObject({ LambdaArn: z.string(), LambdaVersion: z.enum(['V1_0', 'V2_0']) })
    .optional(),
  VerifyAuthChallengeResponse: text,
});

/** Those that the sandbox cannot walk are refused when a client asks for them. */
export const authFlow = z.enum([
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_AUTH',
]);

const userPoolProperties = z.strictObject({
  AccountRecoverySetting: z
    .strictObject({
      RecoveryMechanisms: z
        .array(
          z.strictObject({
            Name: z.enum(['verified_email', 'verified_phone_number', 'admin_only']),
            Priority: ignored,
          }),
        )
        .optional(),
    })
    .optional(),
  AdminCreateUserConfig: z
    .strictObject({
      AllowAdminCreateUserOnly: boolean.optional(),
      InviteMessageTemplate: ignored,
      // What TemporaryPasswordValidityDays was called before.
      UnusedAccountValidityDays: number.optional(),
    })
    .optional(),
  AliasAttributes: z.array(z.never()).optional(),
  AutoVerifiedAttributes: z.array(z.literal('email')).optional(),
  DeletionProtection: ignored,
  EmailAuthenticationMessage: ignored,
  EmailAuthenticationSubject: ignored,
  EmailConfiguration: emailConfiguration.optional(),
  EmailVerificationMessage: text,
  EmailVerificationSubject: text,
  EnabledMfas: z.array(z.literal('SOFTWARE_TOKEN_MFA')).optional(),
  LambdaConfig: lambdaConfig.optional(),
  MfaConfiguration: z.enum(['OFF', 'OPTIONAL', 'ON']).optional(),
  Policies: z
    .strictObject({
      PasswordPolicy: z
        .strictObject({
          MinimumLength: number.optional(),
          PasswordHistorySize: z.literal([0, '0']).optional(),
          RequireLowercase: boolean.optional(),
          RequireNumbers: boolean.optional(),
          RequireSymbols: boolean.optional(),
          RequireUppercase: boolean.optional(),
          TemporaryPasswordValidityDays: number.optional(),
        })
        .optional(),
      SignInPolicy: z.strictObject({ AllowedFirstAuthFactors: z.array(z.literal('PASSWORD')).optional() }).optional(),
    })
    .optional(),
  Schema: z
    .array(
      z.strictObject({
        Name: z.string(),
        AttributeDataType: z.literal('String').optional(),
        DeveloperOnlyAttribute: z.literal([false, 'false']).optional(),
        Mutable: boolean.optional(),
        Required: boolean.optional(),
        StringAttributeConstraints: z
          .strictObject({ MinLength: number.optional(), MaxLength: number.optional() })
          .optional(),
      }),
    )
    .optional(),
  SmsAuthenticationMessage: ignored,
  SmsConfiguration: ignored,
  SmsVerificationMessage: ignored,
  // Says how a change of the e-mail address is verified; such a change is refused by name.
  UserAttributeUpdateSettings: ignored,
  UserPoolAddOns: z.strictObject({ AdvancedSecurityMode: z.literal('OFF').optional() }).optional(),
  UserPoolName: text,
  UserPoolTags: ignored,
  // Features of a tier that matter have properties of their own.
  UserPoolTier: ignored,
  UsernameAttributes: z.array(z.literal('email')).optional(),
  UsernameConfiguration: z.strictObject({ CaseSensitive: boolean.optional() }).optional(),
  VerificationMessageTemplate: z
    .strictObject({
      DefaultEmailOption: z.literal('CONFIRM_WITH_CODE').optional(),
      EmailMessage: text,
      EmailMessageByLink: ignored,
      EmailSubject: text,
      EmailSubjectByLink: ignored,
      SmsMessage: ignored,
    })
    .optional(),
});

/** Where no factor is named, AWS takes text messages, which are not emulated. */
export const userPool = userPoolProperties.refine(
  ({ MfaConfiguration = 'OFF', EnabledMfas = [] }) => MfaConfiguration === 'OFF' || EnabledMfas.length > 0,
  { path: ['MfaConfiguration'] },
);

/** The scope that lets an access token call GetUser, ChangePassword and their like. */
export const USER_ADMIN = 'aws.cognito.signin.user.admin';

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html: `CallbackURLs` */
const appUrl = z.string().refine((url) => {
  if (!URL.canParse(url) || url.includes('#')) return false;
  const { protocol, hostname } = new URL(url);
  return protocol !== 'http:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
});

const timeUnit = z.enum(['seconds', 'minutes', 'hours', 'days']).optional();

export const userPoolClient = z.strictObject({
  AccessTokenValidity: number.optional(),
  // `client_credentials` takes a secret, and scopes of a resource server take the server; neither is emulated.
  AllowedOAuthFlows: z.array(z.enum(['code', 'implicit'])).optional(),
  AllowedOAuthFlowsUserPoolClient: boolean.optional(),
  AllowedOAuthScopes: z.array(z.enum(['openid', 'email', 'phone', 'profile', USER_ADMIN])).optional(),
  AnalyticsConfiguration: ignored,
  AuthSessionValidity: number.optional(),
  CallbackURLs: z.array(appUrl).optional(),
  ClientName: text,
  DefaultRedirectURI: ignored,
  EnablePropagateAdditionalUserContextData: z.literal([false, 'false']).optional(),
  EnableTokenRevocation: boolean.optional(),
  ExplicitAuthFlows: z.array(authFlow).optional(),
  GenerateSecret: z.literal([false, 'false']).optional(),
  IdTokenValidity: number.optional(),
  LogoutURLs: z.array(appUrl).optional(),
  PreventUserExistenceErrors: z.enum(['ENABLED', 'LEGACY']).optional(),
  ReadAttributes: z.array(z.string()).optional(),
  RefreshTokenRotation: z.strictObject({ Feature: z.literal('DISABLED'), RetryGracePeriodSeconds: ignored }).optional(),
  RefreshTokenValidity: number.optional(),
  SupportedIdentityProviders: z.array(z.string()).optional(),
  TokenValidityUnits: z.strictObject({ AccessToken: timeUnit, IdToken: timeUnit, RefreshToken: timeUnit }).optional(),
  UserPoolId: z.string(),
  WriteAttributes: z.array(z.string()).optional(),
});

export const identityPool = z.strictObject({
  AllowClassicFlow: boolean.optional(),
  AllowUnauthenticatedIdentities: boolean,
  CognitoIdentityProviders: z
    .array(z.strictObject({ ClientId: z.string(), ProviderName: z.string(), ServerSideTokenCheck: boolean.optional() }))
    .optional(),
  DeveloperProviderName: z
    .string()
    .regex(/^[\w._-]{1,128}$/)
    .optional(),
  IdentityPoolName: text,
  // What is written otherwise changes nothing, either.
  IdentityPoolTags: z
    .array(z.object({ Key: z.string(), Value: z.string() }))
    .catch([])
    .optional(),
  OpenIdConnectProviderARNs: z.array(z.string()).optional(),
  SamlProviderARNs: z.array(z.string()).optional(),
  // Those of Twitter and Digits hold a secret, and neither gives tokens any more.
  SupportedLoginProviders: z
    .partialRecord(
      z.enum(['accounts.google.com', 'appleid.apple.com', 'graph.facebook.com', 'www.amazon.com']),
      z.string(),
    )
    .optional(),
});

/** https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_RulesConfigurationType.html: 1 to 25 rules */
const rules = z
  .array(
    z.strictObject({
      Claim: z.string(),
      MatchType: z.enum(['Equals', 'Contains', 'StartsWith', 'NotEqual']),
      RoleARN: z.string(),
      Value: z.string(),
    }),
  )
  .min(1)
  .max(25);

const roleMapping = z.discriminatedUnion('Type', [
  z.strictObject({ Type: z.literal('Token'), AmbiguousRoleResolution: ambiguous(), IdentityProvider: text }),
  z.strictObject({
    Type: z.literal('Rules'),
    AmbiguousRoleResolution: ambiguous(),
    IdentityProvider: text,
    RulesConfiguration: z.strictObject({ Rules: rules }),
  }),
]);

/** AWS requires it of both types. */
function ambiguous() {
  return z.enum(['AuthenticatedRole', 'Deny']);
}

export const roleAttachment = z.strictObject({
  IdentityPoolId: z.string(),
  RoleMappings: z.record(z.string(), roleMapping).optional(),
  Roles: z.strictObject({ authenticated: text, unauthenticated: text }).optional(),
});
