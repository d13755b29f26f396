import { DOMParser } from '@xmldom/xmldom';
import { z } from 'zod';
import { UnsupportedError } from '../../base/errors.js';
import { ignored, parseProperties } from '../../template/parse-properties.js';
import type { StackResources } from '../../template/stack-resources.js';

/** A SAML provider that IAM trusts. */
export interface SamlProviderSettings {
  readonly arn: string;
  /** The `entityID` of its metadata, which its assertions name as issuer. */
  readonly entityId: string;
}

/** Encryption of assertions (`AssertionEncryptionMode`, private keys) is refused by name. */
const samlProvider = z.strictObject({
  Name: ignored,
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html
  SamlMetadataDocument: z.string().min(1000).max(10_000_000),
  Tags: ignored,
});

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';

/**
 * @throws UnsupportedError for what is no metadata of one identity provider
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-samlprovider.html
 */
export function readSamlProviders(resources: StackResources): SamlProviderSettings[] {
  return resources.ofType('AWS::IAM::SAMLProvider').map(({ logicalId, type, physicalId, properties }) => {
    const { SamlMetadataDocument } = parseProperties(logicalId, type, samlProvider, properties());
    const entityId = entityIdOf(SamlMetadataDocument);
    if (entityId === undefined) {
      throw new UnsupportedError(`the SamlMetadataDocument of ${logicalId}, which is no EntityDescriptor of SAML 2.0`);
    }
    return { arn: physicalId, entityId };
  });
}

function entityIdOf(document: string): string | undefined {
  const errors: string[] = [];
  const note = (message: string) => errors.push(message);
  const parser = new DOMParser({ errorHandler: { warning: note, error: note, fatalError: note } });
  const root = parser.parseFromString(document, 'text/xml')?.documentElement;
  if (errors.length > 0 || root?.localName !== 'EntityDescriptor' || root.namespaceURI !== METADATA) return undefined;
  return root.getAttribute('entityID') || undefined;
}
