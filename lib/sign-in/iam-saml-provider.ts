import { Token } from 'aws-cdk-lib';
import { CfnSAMLProvider } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Problem } from '../settings-error.js';

/** A SAML provider whose assertions the identity pool takes as they are, without a user in the user pool. */
export class IamSamlProvider {
  /**
   * Becomes an identity provider of the account's IAM.
   *
   * @param name 1 to 128 letters, digits, `.`, `_` and `-`; an account has each once
   * @param metadata the document in which the provider describes itself: its text, not its address
   */
  static fromMetadata(name: string, metadata: string): IamSamlProvider {
    return new IamSamlProvider({ name, metadata });
  }

  /** One that the account's IAM has already. */
  static fromArn(arn: string): IamSamlProvider {
    return new IamSamlProvider({ arn });
  }

  /** Of a new one. */
  readonly name?: string;
  /** Of a new one. */
  readonly metadata?: string;
  /** Of one that there is. */
  readonly arn?: string;

  private constructor(given: { name?: string; metadata?: string; arn?: string }) {
    if (given.name !== undefined) this.name = given.name;
    if (given.metadata !== undefined) this.metadata = given.metadata;
    if (given.arn !== undefined) this.arn = given.arn;
  }
}

/** ARNs for the identity pool. https://docs.aws.amazon.com/cognito/latest/developerguide/saml-identity-provider.html */
export function samlProviderArns(scope: Construct, providers: readonly IamSamlProvider[]): string[] {
  return providers.map(({ name = '', metadata = '', arn }) => {
    if (arn !== undefined) return arn;
    // Apps name the provider by its ARN, so it has a name that is known before it is deployed.
    const made = new CfnSAMLProvider(scope, `SamlProvider-${name}`, { name, samlMetadataDocument: metadata });
    return made.attrArn;
  });
}

export const samlProviderName = /^[\w.-]{1,128}$/;

/** Every problem of the providers, each with its path. */
export function samlProviderProblems(providers: readonly IamSamlProvider[]): Problem[] {
  return providers.flatMap(({ name, metadata = '', arn }, index) => {
    const where = `samlProviders[${index}]`;
    if (arn !== undefined) return [];
    const isName = samlProviderName.test(name ?? '');
    const isTwice = providers.findIndex((one) => one.name === name) < index;
    return [
      ...(isName
        ? []
        : [
            {
              where: `${where}.name`,
              what: `given ${JSON.stringify(name)}; allowed: letters, digits, ".", "_" and "-"`,
            },
          ]),
      ...(isTwice ? [{ where: `${where}.name`, what: 'is that of another; an account has each once' }] : []),
      ...(isMetadata(metadata)
        ? []
        : [
            {
              where: `${where}.metadata`,
              what: 'is no metadata document; allowed: XML with an EntityDescriptor, 1,000 to 10,000,000 characters',
            },
          ]),
    ];
  });
}

/** What IAM takes: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html */
function isMetadata(text: string): boolean {
  if (Token.isUnresolved(text)) return true;
  return text.length >= 1000 && text.length <= 10_000_000 && text.includes('EntityDescriptor');
}
