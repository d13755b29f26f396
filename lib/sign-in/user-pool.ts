import type { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  type IUserPool,
  Mfa,
  type PasswordPolicy,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.js';
import { type HostedSignIn, oAuthSettings } from './hosted-sign-in.js';
import type { AddedProvider } from './identity-providers.js';
import { flowsOfTriggers, type LambdaTriggers } from './lambda-triggers.js';
import { attributeNames, customAttributes, type PrincipalTags, writableAttributes } from './principal-tags.js';
import { type SignInEmail, userPoolEmail } from './sign-in-email.js';
import { type TokenValidity, tokenValidityProps } from './token-validity.js';

export interface UserPoolProps {
  readonly selfSignUp: boolean | undefined;
  readonly passwordPolicy: PasswordPolicy | undefined;
  readonly mfa: Mfa | undefined;
  readonly email: SignInEmail | undefined;
  readonly principalTags: PrincipalTags | undefined;
  readonly customAttributes: readonly string[] | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** Sign-up and sign-in with e-mail and password. */
export function createUserPool(scope: Construct, props: UserPoolProps): UserPool {
  const { mfa = Mfa.OFF, email } = props;
  const attributes = attributeNames(props);
  const userPool = new UserPool(scope, 'UserPool', {
    selfSignUpEnabled: props.selfSignUp ?? true,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    // A changed address counts only once its owner has confirmed it.
    keepOriginal: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      ...props.passwordPolicy,
    },
    mfa,
    // Text messages cost money and need a role, and those by e-mail need another plan.
    ...(mfa !== Mfa.OFF && { mfaSecondFactor: { otp: true, sms: false } }),
    ...(attributes.length > 0 && { customAttributes: customAttributes(attributes) }),
    ...(email && { email: userPoolEmail(scope, email) }),
    // The cheapest plan has all that is used here: https://aws.amazon.com/cognito/pricing/
    featurePlan: FeaturePlan.LITE,
    removalPolicy: props.removalPolicy,
  });
  if (mfa !== Mfa.REQUIRED) {
    const reason = 'Signing in takes a password; whoever needs a second factor sets mfa to required.';
    acknowledge(userPool, { id: 'AwsSolutions-COG2', reason });
  }
  acknowledge(userPool, {
    id: 'AwsSolutions-COG8',
    reason: 'Threat protection belongs to the Plus plan, which is paid for by the user.',
  });
  return userPool;
}

export interface UserPoolClientProps {
  readonly lambdaTriggers: LambdaTriggers | undefined;
  readonly tokenValidity: TokenValidity | undefined;
  readonly userPool: IUserPool;
  readonly signIn: HostedSignIn | undefined;
  readonly providers: readonly AddedProvider[];
  readonly principalTags: PrincipalTags | undefined;
  readonly customAttributes: readonly string[] | undefined;
}

/** For apps on other people's machines: no secret, and the password itself never leaves the app (SRP). */
export function createUserPoolClient(scope: Construct, props: UserPoolClientProps): UserPoolClient {
  const { userPool, signIn, providers } = props;
  const client = new UserPoolClient(scope, 'UserPoolClient', {
    userPool,
    generateSecret: false,
    authFlows: { userSrp: true, ...flowsOfTriggers(props.lambdaTriggers) },
    ...(signIn ? { oAuth: oAuthSettings(signIn) } : { disableOAuth: true }),
    ...(signIn && {
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO, ...providers.map((one) => one.client)],
    }),
    // Whoever could write the attribute behind a tag could choose their tenant.
    ...(attributeNames(props).length > 0 && { writeAttributes: writableAttributes() }),
    ...(props.tokenValidity && tokenValidityProps(props.tokenValidity)),
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
  });
  // An app client cannot name a provider that is not there yet.
  client.node.addDependency(...providers.map(({ construct }) => construct));
  return client;
}
