import {
  type AttributeMapping,
  type CfnUserPoolIdentityProvider,
  ProviderAttribute,
  type UserPool,
  UserPoolClientIdentityProvider,
  UserPoolIdentityProviderAmazon,
  UserPoolIdentityProviderApple,
  UserPoolIdentityProviderFacebook,
  UserPoolIdentityProviderGoogle,
  UserPoolIdentityProviderOidc,
  UserPoolIdentityProviderSaml,
  UserPoolIdentityProviderSamlMetadata,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { type SecretReference, secretValue } from './secret-reference.js';

/** An app registered with Google, Facebook (its app ID and secret) or Amazon. */
export interface RegisteredApp {
  readonly clientId: string;
  readonly clientSecret: SecretReference;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-social-idp.html */
export interface AppleApp {
  /** The Services ID. */
  readonly clientId: string;
  readonly teamId: string;
  readonly keyId: string;
  /** The private key of `keyId`. */
  readonly privateKey: SecretReference;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html */
export interface OidcProvider extends RegisteredApp {
  /** 3 to 32 characters; apps name the provider by it. */
  readonly name: string;
  /** Serves `/.well-known/openid-configuration`. */
  readonly issuerUrl: string;
  /** @default ['openid', 'email'] */
  readonly scopes?: readonly string[];
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp.html */
export interface SamlProvider {
  /** 3 to 32 characters; apps name the provider by it. */
  readonly name: string;
  readonly metadataUrl: string;
}

/** Whose users may sign in besides the user pool's own, through the hosted sign-in. */
export interface IdentityProviders {
  readonly google?: RegisteredApp;
  readonly facebook?: RegisteredApp;
  readonly loginWithAmazon?: RegisteredApp;
  readonly signInWithApple?: AppleApp;
  readonly oidc?: readonly OidcProvider[];
  readonly saml?: readonly SamlProvider[];
}

/** A provider's construct, which the app client waits for, and its name in the app client. */
export interface AddedProvider {
  readonly construct: Construct;
  readonly client: UserPoolClientIdentityProvider;
}

/**
 * Federates each provider into the user pool and takes over the user's e-mail address, and nothing else.
 *
 * @param linked names of the providers whose word counts on whether it is verified
 */
export function addIdentityProviders(
  scope: Construct,
  userPool: UserPool,
  all: IdentityProviders,
  linked: readonly string[] = [],
): AddedProvider[] {
  const { AMAZON, APPLE, FACEBOOK, GOOGLE } = UserPoolClientIdentityProvider;
  const { google, facebook, loginWithAmazon, signInWithApple } = all;
  const added: AddedProvider[] = [];
  const add = (construct: Construct, client: UserPoolClientIdentityProvider) => {
    const provider = construct.node.defaultChild as CfnUserPoolIdentityProvider;
    if (linked.includes(client.name)) provider.addPropertyOverride('AttributeMapping.email_verified', 'email_verified');
    added.push({ construct, client });
  };
  if (google) add(addGoogle(scope, userPool, google), GOOGLE);
  if (facebook) add(addFacebook(scope, userPool, facebook), FACEBOOK);
  if (loginWithAmazon) add(addAmazon(scope, userPool, loginWithAmazon), AMAZON);
  if (signInWithApple) add(addApple(scope, userPool, signInWithApple), APPLE);
  for (const oidc of all.oidc ?? []) {
    add(addOidc(scope, userPool, oidc), UserPoolClientIdentityProvider.custom(oidc.name));
  }
  for (const saml of all.saml ?? []) {
    add(addSaml(scope, userPool, saml), UserPoolClientIdentityProvider.custom(saml.name));
  }
  return added;
}

function addGoogle(scope: Construct, userPool: UserPool, { clientId, clientSecret }: RegisteredApp): Construct {
  return new UserPoolIdentityProviderGoogle(scope, 'Google', {
    userPool,
    clientId,
    clientSecretValue: secretValue(clientSecret),
    scopes: ['openid', 'email'],
    attributeMapping: email(ProviderAttribute.GOOGLE_EMAIL),
  });
}

function addFacebook(scope: Construct, userPool: UserPool, { clientId, clientSecret }: RegisteredApp): Construct {
  return new UserPoolIdentityProviderFacebook(scope, 'Facebook', {
    userPool,
    clientId,
    clientSecret: dynamicReference(clientSecret),
    scopes: ['public_profile', 'email'],
    attributeMapping: email(ProviderAttribute.FACEBOOK_EMAIL),
  });
}

function addAmazon(scope: Construct, userPool: UserPool, { clientId, clientSecret }: RegisteredApp): Construct {
  return new UserPoolIdentityProviderAmazon(scope, 'LoginWithAmazon', {
    userPool,
    clientId,
    clientSecret: dynamicReference(clientSecret),
    scopes: ['profile'],
    attributeMapping: email(ProviderAttribute.AMAZON_EMAIL),
  });
}

function addApple(scope: Construct, userPool: UserPool, { privateKey, ...app }: AppleApp): Construct {
  return new UserPoolIdentityProviderApple(scope, 'SignInWithApple', {
    userPool,
    ...app,
    privateKeyValue: secretValue(privateKey),
    scopes: ['email'],
    attributeMapping: email(ProviderAttribute.APPLE_EMAIL),
  });
}

function addOidc(scope: Construct, userPool: UserPool, { clientSecret, scopes, ...app }: OidcProvider): Construct {
  return new UserPoolIdentityProviderOidc(scope, `Oidc-${app.name}`, {
    userPool,
    ...app,
    clientSecret: dynamicReference(clientSecret),
    scopes: [...(scopes ?? ['openid', 'email'])],
    attributeMapping: email(ProviderAttribute.other('email')),
  });
}

function addSaml(scope: Construct, userPool: UserPool, { name, metadataUrl }: SamlProvider): Construct {
  return new UserPoolIdentityProviderSaml(scope, `Saml-${name}`, {
    userPool,
    name,
    metadata: UserPoolIdentityProviderSamlMetadata.url(metadataUrl),
    attributeMapping: email(ProviderAttribute.other(samlEmail)),
  });
}

const samlEmail = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';

function email(from: ProviderAttribute): AttributeMapping {
  return { email: from };
}

/** Where the CDK takes a string only. What is unwrapped is the reference to the secret, not the secret. */
function dynamicReference(reference: SecretReference): string {
  return secretValue(reference).unsafeUnwrap();
}
