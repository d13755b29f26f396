import { Token } from 'aws-cdk-lib';
import { CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** An OpenID Connect provider whose ID tokens the identity pool takes as they are, without a user in the user pool. */
export class OpenIdConnectProvider {
  /**
   * Becomes an identity provider of the account's IAM.
   *
   * @param url the issuer, exactly as the `iss` of its tokens; `https:` only
   * @param clientIds tokens of these apps are taken (their `aud`), and of no others
   */
  static fromIssuer(url: string, clientIds: readonly string[]): OpenIdConnectProvider {
    return new OpenIdConnectProvider({ url, clientIds });
  }

  /** One that the account's IAM has already: an account can have each URL only once. */
  static fromArn(arn: string): OpenIdConnectProvider {
    return new OpenIdConnectProvider({ arn, clientIds: [] });
  }

  /** Of a new one. */
  readonly url?: string;
  /** Of a new one. */
  readonly clientIds: readonly string[];
  /** Of one that there is. */
  readonly arn?: string;

  private constructor(given: { url?: string; clientIds: readonly string[]; arn?: string }) {
    this.clientIds = given.clientIds;
    if (given.url !== undefined) this.url = given.url;
    if (given.arn !== undefined) this.arn = given.arn;
  }
}

/** ARNs for the identity pool. https://docs.aws.amazon.com/cognito/latest/developerguide/open-id.html */
export function openIdConnectProviderArns(scope: Construct, providers: readonly OpenIdConnectProvider[]): string[] {
  return providers.map(({ url, clientIds, arn }, index) => {
    if (arn !== undefined) return arn;
    // The private constructor leaves no third form.
    const issuer = url as string;
    // Named by what it is, not by its place: whoever takes the first of two out of the list keeps the second. What is
    // known no sooner than at deployment has its place alone.
    const name = Token.isUnresolved(issuer) ? index : `-${issuer.replace(/^https:\/\//, '')}`;
    return new CfnOIDCProvider(scope, `OpenIdConnect${name}`, { url: issuer, clientIdList: [...clientIds] }).attrArn;
  });
}
