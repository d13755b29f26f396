import { CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** An OpenID Connect provider whose ID tokens the identity pool takes as they are, without a user in the user pool. */
export type OpenIdConnectProvider = NewOpenIdConnectProvider | ExistingOpenIdConnectProvider;

/** Becomes an identity provider of the account's IAM. */
export interface NewOpenIdConnectProvider {
  /** The issuer, exactly as the `iss` of its tokens; `https:` only. */
  readonly url: string;
  /** Tokens of these apps are taken (their `aud`), and of no others. */
  readonly clientIds: readonly string[];
}

/** One that the account's IAM has already: an account can have each URL only once. */
export interface ExistingOpenIdConnectProvider {
  readonly arn: string;
}

/** ARNs for the identity pool. https://docs.aws.amazon.com/cognito/latest/developerguide/open-id.html */
export function openIdConnectProviderArns(scope: Construct, providers: readonly OpenIdConnectProvider[]): string[] {
  return providers.map((provider, index) => {
    if ('arn' in provider) return provider.arn;
    const { url, clientIds } = provider;
    return new CfnOIDCProvider(scope, `OpenIdConnect${index}`, { url, clientIdList: [...clientIds] }).attrArn;
  });
}
