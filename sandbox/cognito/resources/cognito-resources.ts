import type { z } from 'zod';
import { parseProperties } from '../../template/parse-properties.js';
import { triggerSettings } from '../triggers/trigger-settings.js';
import { type authFlow, identityPool, roleAttachment, userPool, userPoolClient } from './cognito-properties.js';
import { emailSettings } from './email-settings.js';
import type { UserPoolSettings } from './user-pool-settings.js';

export type ExplicitAuthFlow = z.infer<typeof authFlow>;

/** Validities are milliseconds. */
export interface UserPoolClientSettings {
  readonly name: string | undefined;
  readonly userPoolId: string;
  readonly explicitAuthFlows: readonly ExplicitAuthFlow[];
  readonly preventUserExistenceErrors: 'ENABLED' | 'LEGACY';
  readonly enableTokenRevocation: boolean;
  readonly accessTokenValidity: number;
  readonly idTokenValidity: number;
  readonly refreshTokenValidity: number;
  readonly authSessionValidity: number;
  /** Attributes that the client may read or write; undefined: all. */
  readonly readAttributes: readonly string[] | undefined;
  readonly writeAttributes: readonly string[] | undefined;
  /** For the hosted sign-in; without flows nobody comes in through it. */
  readonly oauth: OAuthSettings;
}

export interface OAuthSettings {
  readonly flows: readonly ('code' | 'implicit')[];
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  /** `COGNITO`, and names of identity providers of the pool. */
  readonly identityProviders: readonly string[];
}

export interface IdentityPoolSettings {
  /** Undefined: CloudFormation makes one up. */
  readonly identityPoolName?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether an identity gets a token that STS takes, for a role of its own choice. @default false */
  readonly allowClassicFlow?: boolean;
  readonly allowUnauthenticatedIdentities: boolean;
  readonly cognitoIdentityProviders: readonly {
    /** `cognito-idp.<region>.amazonaws.com/<user pool ID>` */
    readonly providerName: string;
    readonly clientId: string;
    readonly serverSideTokenCheck: boolean;
  }[];
  /** ARNs of `AWS::IAM::OIDCProvider`. */
  readonly openIdConnectProviderArns?: readonly string[];
  /** ARNs of `AWS::IAM::SAMLProvider`. */
  readonly samlProviderArns?: readonly string[];
  /** `graph.facebook.com` and its like to the ID of the app there. */
  readonly supportedLoginProviders?: Readonly<Record<string, string>>;
  /** `login.example.com`: the app's own back end vouches for users under this name. */
  readonly developerProviderName?: string | undefined;
}

export interface RoleAttachmentSettings {
  readonly identityPoolId: string;
  /** Role ARNs. */
  readonly roles: { readonly authenticated?: string | undefined; readonly unauthenticated?: string | undefined };
  readonly roleMappings?: readonly RoleMapping[];
}

/** How the role of a signed-in identity is chosen. https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html */
export interface RoleMapping {
  /** `cognito-idp.<region>.amazonaws.com/<user pool ID>:<client ID>`, or the ARN of an OIDC provider. */
  readonly identityProvider: string;
  /** Undefined: the token's own `cognito:preferred_role` and `cognito:roles`. */
  readonly rules: readonly RoleRule[] | undefined;
  readonly ambiguous: 'AuthenticatedRole' | 'Deny';
}

export interface RoleRule {
  readonly claim: string;
  readonly matchType: 'Equals' | 'Contains' | 'StartsWith' | 'NotEqual';
  readonly value: string;
  readonly roleArn: string;
}

/**
 * Reads the resolved properties of an `AWS::Cognito::UserPool`; what is left out has CloudFormation's default.
 * Throws UnsupportedError, with logical ID and property, for whatever would change enforcement and is not emulated.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html
 */
export function parseUserPool(logicalId: string, properties: unknown): UserPoolSettings {
  const pool = parseProperties(logicalId, 'AWS::Cognito::UserPool', userPool, properties);
  const template = pool.VerificationMessageTemplate;
  const policy = pool.Policies?.PasswordPolicy;
  return {
    name: pool.UserPoolName,
    allowAdminCreateUserOnly: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
    usernameAttributes: pool.UsernameAttributes ?? [],
    autoVerifiedAttributes: pool.AutoVerifiedAttributes ?? [],
    caseSensitive: pool.UsernameConfiguration?.CaseSensitive ?? true,
    // Without a policy AWS requires all four. What it requires when a policy leaves some out is not documented;
    // the stricter reading is taken, so that no password passes here which AWS refuses.
    passwordPolicy: {
      minimumLength: policy?.MinimumLength ?? 8,
      requireUppercase: policy?.RequireUppercase ?? true,
      requireLowercase: policy?.RequireLowercase ?? true,
      requireNumbers: policy?.RequireNumbers ?? true,
      requireSymbols: policy?.RequireSymbols ?? true,
    },
    // 0 stands for the default: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
    temporaryPasswordValidityDays:
      policy?.TemporaryPasswordValidityDays || pool.AdminCreateUserConfig?.UnusedAccountValidityDays || 7,
    schema: (pool.Schema ?? []).map((attribute) => ({
      name: standardAttributes.includes(attribute.Name) ? attribute.Name : `custom:${attribute.Name}`,
      required: attribute.Required ?? false,
      mutable: attribute.Mutable ?? true,
      minLength: attribute.StringAttributeConstraints?.MinLength ?? 0,
      maxLength: attribute.StringAttributeConstraints?.MaxLength ?? 2048,
    })),
    recoveryMechanisms: (pool.AccountRecoverySetting?.RecoveryMechanisms ?? defaultRecovery).map(({ Name }) => Name),
    mfa: pool.MfaConfiguration ?? 'OFF',
    triggers: triggerSettings(pool.LambdaConfig ?? {}),
    email: emailSettings(pool.EmailConfiguration),
    verificationMessage: {
      subject: template?.EmailSubject ?? pool.EmailVerificationSubject ?? 'Your verification code',
      text: template?.EmailMessage ?? pool.EmailVerificationMessage ?? 'Your verification code is {####}',
    },
  };
}

/**
 * Reads the resolved properties of an `AWS::Cognito::UserPoolClient`; errors and defaults as for the user pool.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html
 */
export function parseUserPoolClient(logicalId: string, properties: unknown): UserPoolClientSettings {
  const client = parseProperties(logicalId, 'AWS::Cognito::UserPoolClient', userPoolClient, properties);
  const units = client.TokenValidityUnits;
  return {
    name: client.ClientName,
    userPoolId: client.UserPoolId,
    explicitAuthFlows: client.ExplicitAuthFlows ?? defaultAuthFlows,
    preventUserExistenceErrors: client.PreventUserExistenceErrors ?? 'LEGACY',
    enableTokenRevocation: client.EnableTokenRevocation ?? true,
    accessTokenValidity: validity(client.AccessTokenValidity, units?.AccessToken, 'hours', unit.hours),
    idTokenValidity: validity(client.IdTokenValidity, units?.IdToken, 'hours', unit.hours),
    // 0 stands for the default.
    refreshTokenValidity: validity(
      client.RefreshTokenValidity || undefined,
      units?.RefreshToken,
      'days',
      30 * unit.days,
    ),
    authSessionValidity: (client.AuthSessionValidity ?? 3) * unit.minutes,
    readAttributes: client.ReadAttributes,
    writeAttributes: client.WriteAttributes,
    oauth: {
      flows: client.AllowedOAuthFlowsUserPoolClient ? (client.AllowedOAuthFlows ?? []) : [],
      scopes: client.AllowedOAuthScopes ?? [],
      callbackUrls: client.CallbackURLs ?? [],
      logoutUrls: client.LogoutURLs ?? [],
      identityProviders: client.SupportedIdentityProviders ?? [],
    },
  };
}

/**
 * Reads the resolved properties of an `AWS::Cognito::IdentityPool`; errors and defaults as for the user pool.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-identitypool.html
 */
export function parseIdentityPool(logicalId: string, properties: unknown): IdentityPoolSettings {
  const pool = parseProperties(logicalId, 'AWS::Cognito::IdentityPool', identityPool, properties);
  return {
    identityPoolName: pool.IdentityPoolName,
    tags: Object.fromEntries((pool.IdentityPoolTags ?? []).map(({ Key, Value }) => [Key, Value])),
    allowClassicFlow: pool.AllowClassicFlow ?? false,
    allowUnauthenticatedIdentities: pool.AllowUnauthenticatedIdentities,
    cognitoIdentityProviders: (pool.CognitoIdentityProviders ?? []).map((provider) => ({
      providerName: provider.ProviderName,
      clientId: provider.ClientId,
      serverSideTokenCheck: provider.ServerSideTokenCheck ?? false,
    })),
    openIdConnectProviderArns: pool.OpenIdConnectProviderARNs ?? [],
    ...(pool.SamlProviderARNs && { samlProviderArns: pool.SamlProviderARNs }),
    ...(pool.SupportedLoginProviders && { supportedLoginProviders: pool.SupportedLoginProviders }),
    developerProviderName: pool.DeveloperProviderName,
  };
}

/**
 * Reads the resolved properties of an `AWS::Cognito::IdentityPoolRoleAttachment`; errors as for the user pool.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-identitypoolroleattachment.html
 */
export function parseRoleAttachment(logicalId: string, properties: unknown): RoleAttachmentSettings {
  const attachment = parseProperties(logicalId, 'AWS::Cognito::IdentityPoolRoleAttachment', roleAttachment, properties);
  const mappings = Object.entries(attachment.RoleMappings ?? {});
  return {
    identityPoolId: attachment.IdentityPoolId,
    roles: attachment.Roles ?? {},
    // A template cannot compute the key of a mapping; IdentityProvider stands in for it.
    roleMappings: mappings.map(([key, mapping]) => ({
      identityProvider: mapping.IdentityProvider ?? key,
      rules: mapping.Type === 'Rules' ? mapping.RulesConfiguration.Rules.map(roleRule) : undefined,
      ambiguous: mapping.AmbiguousRoleResolution,
    })),
  };
}

function roleRule(rule: {
  readonly Claim: string;
  readonly MatchType: RoleRule['matchType'];
  readonly Value: string;
  readonly RoleARN: string;
}): RoleRule {
  return { claim: rule.Claim, matchType: rule.MatchType, value: rule.Value, roleArn: rule.RoleARN };
}

const unit = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

function validity(
  value: number | undefined,
  given: keyof typeof unit | undefined,
  usual: 'hours' | 'days',
  preset: number,
) {
  return value === undefined ? preset : value * unit[given ?? usual];
}

const standardAttributes = (
  'name family_name given_name middle_name nickname preferred_username profile picture website email gender ' +
  'birthdate zoneinfo locale phone_number address updated_at'
).split(' ');
const defaultRecovery = [{ Name: 'verified_phone_number' }, { Name: 'verified_email' }] as const;
const defaultAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'] as const;
