import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { IamSamlProvider, samlProviderName } from '../sign-in/iam-saml-provider.js';
import { type LoginProviders, loginProviders } from '../sign-in/login-providers.js';
import { OpenIdConnectProvider } from '../sign-in/open-id-connect-provider.js';
import { allowedSecret, isSecretReference } from '../sign-in/secret-reference.js';
import { flag, listOf, text } from './setting-rules.js';

const anyText = (what: string) => text(/^\S+$/, what);
const clientId = anyText('the ID of an app, without white space').describe('The app as the provider knows it');
const secret = z
  // A wrong value is not repeated in the message: it may be the secret.
  .string(allowedSecret)
  .refine(isSecretReference, allowedSecret)
  .describe('Where the secret is: name or ARN in Secrets Manager, `#key` where it holds a JSON object');
const registeredApp = (what: string) =>
  z
    .strictObject({ clientId, clientSecret: secret }, 'an object of clientId and clientSecret')
    .optional()
    .describe(what);
const providerName = text(/^[\w.-]{3,32}$/, '3 to 32 letters, digits, "_", "." and "-"').describe('How apps name it');
const httpsUrl = (what: string) => text(/^https:\/\/[^\s#]+$/, 'an https: URL').describe(what);

export const signInSetting = z
  .strictObject(
    {
      domainPrefix: text(
        /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
        'up to 63 lower-case letters, digits and hyphens, without "aws", "amazon" and "cognito"',
      ).describe('First label of `<domainPrefix>.auth.<Region>.amazoncognito.com`'),
      callbackUrls: listOf(z.string('a URL'), 'a list of URLs')
        .default(['http://localhost:8000'])
        .describe('Where users come back to after sign-in'),
      signOutUrls: listOf(z.string('a URL'), 'a list of URLs')
        .default(['http://localhost:8000'])
        .describe('Where users come back to after sign-out'),
      implicit: flag().default(false).describe('Whether tokens may be sent in URLs; warned about at synth'),
    },
    'an object such as {"domainPrefix": "my-app"}',
  )
  .optional()
  .describe('Sign-in pages that Cognito serves: authorization code grant with PKCE, scopes `openid email`');

export const identityProvidersSetting = z
  .strictObject(
    {
      google: registeredApp('Google'),
      facebook: registeredApp('Facebook; app ID and app secret'),
      loginWithAmazon: registeredApp('Login with Amazon'),
      signInWithApple: z
        .strictObject(
          {
            clientId: clientId.describe('The Services ID'),
            teamId: anyText('the ID of the team').describe('The team'),
            keyId: anyText('the ID of the key').describe('The key'),
            privateKey: secret,
          },
          'an object of clientId, teamId, keyId and privateKey',
        )
        .optional()
        .describe('Sign in with Apple'),
      oidc: listOf(
        z.strictObject(
          {
            name: providerName,
            issuerUrl: httpsUrl('The issuer'),
            clientId,
            clientSecret: secret,
            scopes: listOf(anyText('a scope'), 'a list of scopes')
              .default(['openid', 'email'])
              .describe('What is asked of the provider'),
          },
          'an object of name, issuerUrl, clientId and clientSecret',
        ),
        'a list of OpenID Connect providers',
      )
        .optional()
        .describe('Any OpenID Connect providers'),
      saml: listOf(
        z.strictObject(
          { name: providerName, metadataUrl: httpsUrl('Where the provider publishes its metadata') },
          'an object of name and metadataUrl',
        ),
        'a list of SAML providers',
      )
        .optional()
        .describe('Any SAML providers'),
    },
    'an object of google, facebook, loginWithAmazon, signInWithApple, oidc and saml',
  )
  .optional()
  .describe("Whose users may sign in besides the user pool's own; takes `signIn`");

const clientIds = listOf(anyText('the ID of an app'), 'a list of IDs of apps');

/** Two forms: `{url, clientIds}` or `{arn}`. One object, so that a wrong key is named and not the union. */
export const openIdConnectProvidersSetting = listOf(
  z
    .strictObject(
      {
        url: httpsUrl('The issuer, exactly as the `iss` of its tokens').optional(),
        clientIds: clientIds.optional().describe('Apps whose tokens are taken (`aud`)'),
        arn: text(/^arn:aws[\w-]*:iam::\d{12}:oidc-provider\/\S+$/, 'the ARN of an OIDC provider in IAM')
          .optional()
          .describe('One that IAM has already, in place of the other two'),
      },
      'an object of url and clientIds, or of arn',
    )
    .refine(({ url, clientIds, arn }) => (arn ? !url && !clientIds : Boolean(url && clientIds)), {
      error: 'url and clientIds together, or arn alone',
    })
    .transform(({ url, clientIds, arn }) =>
      arn === undefined
        ? OpenIdConnectProvider.fromIssuer(url ?? '', clientIds ?? [])
        : OpenIdConnectProvider.fromArn(arn),
    ),
  'a list of OpenID Connect providers',
)
  .optional()
  .describe('Providers whose tokens the identity pool takes directly, without a user in the user pool');

const appOf = (provider: keyof LoginProviders, what: string) => {
  const { appId = /^$/, allowed = 'none' } = loginProviders.find(({ name }) => name === provider) ?? {};
  return text(appId, allowed).optional().describe(what);
};

export const loginProvidersSetting = z
  .strictObject(
    {
      amazon: appOf('amazon', 'Login with Amazon: the App ID, `amzn1.application.…`'),
      apple: appOf('apple', 'Sign in with Apple: the Services ID, or the bundle ID of an app'),
      facebook: appOf('facebook', 'Facebook: the App ID'),
      google: appOf('google', 'Google: the client ID, `….apps.googleusercontent.com`'),
    },
    'an object of amazon, apple, facebook and google',
  )
  .optional()
  .describe('Apps whose users the identity pool takes directly, by the token of the provider; no app secret is needed');

/** Two forms, as of the OpenID Connect providers. */
export const samlProvidersSetting = listOf(
  z
    .strictObject(
      {
        name: text(samlProviderName, 'letters, digits, ".", "_" and "-"').optional().describe('Its name in IAM'),
        metadataFile: z
          .string('the path of a file')
          .refine(existsSync, 'the path of a file that is there, from where the app is run')
          .optional()
          .describe('The file with the metadata of the provider'),
        arn: text(/^arn:aws[\w-]*:iam::\d{12}:saml-provider\/[\w.-]+$/, 'the ARN of a SAML provider in IAM')
          .optional()
          .describe('One that IAM has already, in place of the other two'),
      },
      'an object of name and metadataFile, or of arn',
    )
    .refine(({ name, metadataFile, arn }) => (arn ? !name && !metadataFile : Boolean(name && metadataFile)), {
      error: 'name and metadataFile together, or arn alone',
    })
    .transform(({ name = '', metadataFile = '', arn }) =>
      arn === undefined
        ? IamSamlProvider.fromMetadata(name, readFileSync(metadataFile, 'utf8'))
        : IamSamlProvider.fromArn(arn),
    ),
  'a list of SAML providers',
)
  .optional()
  .describe('SAML providers whose assertions the identity pool takes directly, without a user in the user pool');

export const developerProviderSetting = text(/^[\w.-]{1,128}$/, 'a name such as login.my.app')
  .optional()
  .describe('Name under which a back end of your own signs its users in');

const anyRole = text(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'the ARN of a role');
const role = anyRole.optional();

export const existingSetting = z
  .strictObject(
    {
      userPoolId: text(/^[\w-]+_[0-9a-zA-Z]+$/, 'an ID such as eu-west-1_EXAMPLE')
        .optional()
        .describe('A user pool'),
      userPoolClientId: text(/^[\w+]{1,128}$/, 'the ID of an app client')
        .optional()
        .describe('An app client of it'),
      identityPoolId: text(/^[\w-]+:[0-9a-f-]+$/, 'an ID such as eu-west-1:2208d797-…')
        .optional()
        .describe('An identity pool that takes tokens of that app client'),
      authenticatedRoleArn: role.describe('The role that it gives to signed-in users'),
      unauthenticatedRoleArn: role.describe('The role that it gives to guests; for `guests` only'),
      groupRoleArns: z
        .record(z.string(), anyRole, 'an object such as {"admins": "arn:aws:iam::111122223333:role/Admins"}')
        .optional()
        .describe('The role that members of a group get, by the name of the group; for `groups` only'),
    },
    'an object such as {"userPoolId": "eu-west-1_EXAMPLE"}',
  )
  .optional()
  .describe('What there is already; it is used as it is, and the stack makes only the rest');

export const customAttributesSetting = listOf(
  z.string('a custom attribute such as "custom:tenant"'),
  'a list such as ["custom:tenant"]',
)
  .optional()
  .describe('Custom attributes besides those of `principalTags`; a user pool never loses one');

export const principalTagsSetting = z
  .record(
    z.string(),
    z.string('a custom attribute such as "custom:tenant"'),
    'an object such as {"tenant": "custom:tenant"}',
  )
  .optional()
  .describe(
    'Tags that come with the credentials, each from a custom attribute; patterns may use `{tenant}`; not proven on AWS',
  );
