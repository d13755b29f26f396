import type { Mfa, PasswordPolicy } from 'aws-cdk-lib/aws-cognito';
import type { ExistingSignIn } from './existing-sign-in.js';
import type { HostedSignIn } from './hosted-sign-in.js';
import type { IamSamlProvider } from './iam-saml-provider.js';
import type { IdentityProviders } from './identity-providers.js';
import type { LambdaTriggers } from './lambda-triggers.js';
import type { LoginProviders } from './login-providers.js';
import type { OpenIdConnectProvider } from './open-id-connect-provider.js';
import type { PrincipalTags } from './principal-tags.js';
import type { SignInEmail } from './sign-in-email.js';
import type { TokenValidity } from './token-validity.js';

/** How people sign in: of `IotAccess`, and of `CognitoSignIn` by itself. */
export interface SignInOptions {
  /** Whether users may sign up by themselves, with a password. Whoever another provider signs in gets in all the same.
   * @default true */
  readonly selfSignUp?: boolean;
  /** @default 12 characters with lower and upper case, a digit and a symbol */
  readonly passwordPolicy?: PasswordPolicy;
  /** Whether users prove a second factor besides their password: the code of an authenticator (TOTP). With `REQUIRED`
   * they set it up when they sign in first. Those of other providers are not asked. @default Mfa.OFF */
  readonly mfa?: Mfa;
  /** Who sends what the user pool mails. @default Cognito itself, at most 50 e-mails a day */
  readonly email?: SignInEmail;
  /** Functions of your own that the user pool calls. @default none */
  readonly lambdaTriggers?: LambdaTriggers;
  /** Names of identity providers (`Google`, `SignInWithApple`, or the name of one of `oidc`) that are trusted to have
   * verified the addresses of their users: who comes by one of them for the first time, with the verified address of
   * somebody who has signed up here, is that user. @default none: each way to sign in is a user of its own */
  readonly linkAccounts?: readonly string[];
  /** How long tokens of the user pool are good for. @default an hour, and 30 days for the refresh token */
  readonly tokenValidity?: TokenValidity;
  /** Sign-in pages that Cognito serves. @default none */
  readonly signIn?: HostedSignIn;
  /** Whose users may sign in besides the user pool's own; takes `signIn`. @default none */
  readonly identityProviders?: IdentityProviders;
  /** Providers whose tokens the identity pool takes directly. @default none */
  readonly openIdConnectProviders?: readonly OpenIdConnectProvider[];
  /** Apps at Amazon, Apple, Facebook and Google whose users the identity pool takes directly: they are in no group, and
   * no directory knows them. @default none */
  readonly loginProviders?: LoginProviders;
  /** SAML providers whose assertions the identity pool takes directly: their users are in no group, and no directory
   * knows them. @default none */
  readonly samlProviders?: readonly IamSamlProvider[];
  /** Name under which a back end of one's own signs users in, such as `login.my.app`; see `grantDeveloperSignIn`.
   * @default none */
  readonly developerProvider?: string;
  /** Attributes of users that come as tags with their credentials. @default none */
  readonly principalTags?: PrincipalTags;
  /** Custom attributes of the user pool besides those of `principalTags`, such as `custom:tenant`; users cannot write
   * them. A pool never loses one, so what was a tag once is named here. @default none */
  readonly customAttributes?: readonly string[];
  /** What there is already and is used as it is. @default nothing: all of it is made */
  readonly existing?: ExistingSignIn;
}
