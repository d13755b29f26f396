import { type KeyObject, randomUUID } from 'node:crypto';
import XMLBuilder from 'fast-xml-builder';
import { SignedXml } from 'xml-crypto';

export interface AssertionRequest {
  readonly issuer: string;
  readonly recipient: string;
  readonly audience?: string | undefined;
  /** The user's ID at the provider. */
  readonly nameId: string;
  readonly attributes?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Milliseconds since 1970, both. */
  readonly now: number;
  readonly until: number;
}

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** A SAML response whose assertion is signed, as a provider posts it. */
export function signedResponse(request: AssertionRequest, privateKey: KeyObject): string {
  const signed = new SignedXml({
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: C14N,
  });
  const assertion = `/*/*[local-name(.)='Assertion' and namespace-uri(.)='${ASSERTION}']`;
  signed.addReference({
    xpath: assertion,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', C14N],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  const reference = `${assertion}/*[local-name(.)='Issuer']`;
  signed.computeSignature(response(request), { location: { reference, action: 'after' } });
  return signed.getSignedXml();
}

function response(request: AssertionRequest): string {
  const IssueInstant = new Date(request.now).toISOString();
  const head = () => ({ '@_ID': `_${randomUUID()}`, '@_Version': '2.0', '@_IssueInstant': IssueInstant });
  const builder = new XMLBuilder({ ignoreAttributes: false });
  return builder.build({
    'samlp:Response': {
      '@_xmlns:samlp': 'urn:oasis:names:tc:SAML:2.0:protocol',
      '@_xmlns': ASSERTION,
      ...head(),
      '@_Destination': request.recipient,
      Issuer: request.issuer,
      'samlp:Status': { 'samlp:StatusCode': { '@_Value': 'urn:oasis:names:tc:SAML:2.0:status:Success' } },
      Assertion: { ...head(), ...statements(request) },
    },
  });
}

function statements({ issuer, recipient, audience, nameId, attributes = {}, now, until }: AssertionRequest): object {
  const notOnOrAfter = new Date(until).toISOString();
  const given = Object.entries(attributes).map(([name, value]) => ({
    '@_Name': name,
    AttributeValue: [value].flat(),
  }));
  return {
    Issuer: issuer,
    Subject: {
      NameID: nameId,
      SubjectConfirmation: {
        '@_Method': 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
        SubjectConfirmationData: { '@_NotOnOrAfter': notOnOrAfter, '@_Recipient': recipient },
      },
    },
    Conditions: {
      '@_NotBefore': new Date(now).toISOString(),
      '@_NotOnOrAfter': notOnOrAfter,
      AudienceRestriction: { Audience: audience },
    },
    AuthnStatement: {
      '@_AuthnInstant': new Date(now).toISOString(),
      AuthnContext: { AuthnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified' },
    },
    ...(given.length === 0 ? {} : { AttributeStatement: { Attribute: given } }),
  };
}
