import { z } from 'zod';
import { ignored, parseProperties } from '../../template/parse-properties.js';
import { signInHost } from '../../template/partition.js';
import type { StackResources } from '../../template/stack-resources.js';

/** Where the hosted sign-in of a user pool is served. */
export interface UserPoolDomainSettings {
  readonly userPoolId: string;
  /** `<prefix>.auth.<region>.amazoncognito.com`, or the custom domain. */
  readonly host: string;
}

/** An identity provider that is federated into a user pool. */
export interface IdentityProviderSettings {
  readonly userPoolId: string;
  readonly providerName: string;
  /** `OIDC`, `SAML`, `Google` …; which of them work is decided when somebody uses one. */
  readonly providerType: string;
  /** `client_id`, `client_secret`, `oidc_issuer` …: may hold dynamic references. */
  readonly details: Readonly<Record<string, string>>;
  /** Attribute of the user pool to claim of the provider. */
  readonly attributeMapping: Readonly<Record<string, string>>;
  /** Further names to ask for it by. */
  readonly identifiers: readonly string[];
}

/** An OpenID Connect provider that IAM trusts. */
export interface OidcProviderSettings {
  readonly arn: string;
  /** The issuer. */
  readonly url: string;
  readonly clientIds: readonly string[];
}

const domain = z.strictObject({
  CustomDomainConfig: ignored,
  Domain: z.string(),
  // Says which pages are drawn; here there is one plain page.
  ManagedLoginVersion: ignored,
  UserPoolId: z.string(),
});

const identityProvider = z.strictObject({
  AttributeMapping: z.record(z.string(), z.string()).optional(),
  IdpIdentifiers: z.array(z.string()).optional(),
  ProviderDetails: z.record(z.string(), z.coerce.string()),
  ProviderName: z.string().regex(/^[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]*$/u),
  ProviderType: z.enum(['SAML', 'Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple', 'OIDC']),
  UserPoolId: z.string(),
});

const oidcProvider = z.strictObject({
  ClientIdList: z.array(z.string()).optional(),
  Tags: ignored,
  // AWS pins the provider's certificate; here the connection is to this machine, or verified by its own certificate.
  ThumbprintList: ignored,
  Url: z.string().refine(isProviderUrl),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpooldomain.html */
export function readUserPoolDomains(resources: StackResources): UserPoolDomainSettings[] {
  const { region } = resources.environment;
  return resources.ofType('AWS::Cognito::UserPoolDomain').map(({ logicalId, type, properties }) => {
    const { Domain, UserPoolId, CustomDomainConfig } = parseProperties(logicalId, type, domain, properties());
    const host = CustomDomainConfig === undefined ? signInHost(Domain, region) : Domain;
    return { userPoolId: UserPoolId, host };
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolidentityprovider.html */
export function readIdentityProviders(resources: StackResources): IdentityProviderSettings[] {
  return resources.ofType('AWS::Cognito::UserPoolIdentityProvider').map(({ logicalId, type, properties }) => {
    const provider = parseProperties(logicalId, type, identityProvider, properties());
    return {
      userPoolId: provider.UserPoolId,
      providerName: provider.ProviderName,
      providerType: provider.ProviderType,
      details: provider.ProviderDetails,
      attributeMapping: provider.AttributeMapping ?? {},
      identifiers: provider.IdpIdentifiers ?? [],
    };
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html */
export function readOidcProviders(resources: StackResources): OidcProviderSettings[] {
  return resources.ofType('AWS::IAM::OIDCProvider').map(({ logicalId, type, physicalId, properties }) => {
    const { Url, ClientIdList } = parseProperties(logicalId, type, oidcProvider, properties());
    return { arn: physicalId, url: Url, clientIds: ClientIdList ?? [] };
  });
}

/** AWS takes https alone; a provider on this machine, for trying things out, has no certificate. */
export function isProviderUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
