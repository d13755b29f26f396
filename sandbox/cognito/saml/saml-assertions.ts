import { z } from 'zod';
import type { Clock } from '../../base/clock.js';
import type { Table } from '../../state/table.js';
import { lazySigningKey } from '../user-pool/signing-key.js';
import type { PrivateKey } from '../user-pool/user-pool-tables.js';
import type { SamlProviderSettings } from './saml-providers.js';
import type { AssertionRequest } from './signed-response.js';

/** What there is to say of an assertion; the first that applies, in this order. */
export type SamlVerdict =
  | {
      readonly verdict:
        | 'not-signed-here'
        | 'other-issuer'
        | 'not-whole'
        | 'other-recipient'
        | 'other-audience'
        | 'expired';
    }
  | {
      readonly verdict: 'valid';
      readonly nameId: string;
      readonly attributes: Readonly<Record<string, string | readonly string[]>>;
    };

export type SamlAssertions = ReturnType<typeof createSamlAssertions>;

/** Milliseconds; AWS STS wants an assertion within five minutes, and so do all here. */
const LIFETIME = 5 * 60_000;

const onlyOne = <T extends z.ZodType>(one: T) => z.tuple([one]).transform(([given]) => given);
const time = z.string().transform((text, context) => {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) context.addIssue('no time');
  return milliseconds;
});
const attributeValue = z.union([z.string(), z.array(z.string())]);

/** As IAM wants it: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html */
const assertionShape = z.object({
  $: z.object({ IssueInstant: time }),
  Subject: onlyOne(
    z.object({
      NameID: onlyOne(z.object({ _: z.string().min(1) })),
      SubjectConfirmation: onlyOne(
        z.object({
          $: z.object({ Method: z.literal('urn:oasis:names:tc:SAML:2.0:cm:bearer') }),
          SubjectConfirmationData: onlyOne(z.object({ $: z.object({ NotOnOrAfter: time, Recipient: z.string() }) })),
        }),
      ),
    }),
  ),
  Conditions: onlyOne(
    z.object({
      $: z.object({ NotBefore: time.optional(), NotOnOrAfter: time.optional() }).prefault({}),
      AudienceRestriction: onlyOne(z.object({ Audience: z.array(z.object({ _: z.string() })).min(1) })),
    }),
  ),
});

/**
 * Assertions of SAML providers under the sandbox's own key: the provider's is not on this machine. `node-saml` verifies
 * the signature and reads what was signed, and nothing else of the response; times are the sandbox's.
 */
export function createSamlAssertions(keys: Table<PrivateKey>, clock: Clock, region: string) {
  const signingKey = lazySigningKey(keys, 'SAML providers');
  const { recipient, audience } = signInOf(region);

  return {
    /** A response, in Base64. */
    async issue(
      { issuer }: { issuer: string },
      asked: Omit<AssertionRequest, 'issuer' | 'recipient' | 'now' | 'until'>,
    ) {
      const now = clock.now();
      const until = now + LIFETIME;
      const { privateKey } = await signingKey();
      const { signedResponse } = await import('./signed-response.js');
      const request = { ...asked, audience: asked.audience ?? audience, issuer, recipient, now, until };
      return Buffer.from(signedResponse(request, privateKey)).toString('base64');
    },

    async judge({ entityId }: SamlProviderSettings, response: string): Promise<SamlVerdict> {
      const { publicKey } = await signingKey();
      // Loaded where a stack has SAML providers, and somebody comes by one: it takes a tenth of a second.
      const { SAML, ValidateInResponseTo } = await import('@node-saml/node-saml');
      const saml = new SAML({
        idpCert: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        issuer: audience,
        callbackUrl: recipient,
        wantAssertionsSigned: true,
        wantAuthnResponseSigned: false,
        validateInResponseTo: ValidateInResponseTo.never,
        // These two are looked at below: AWS takes two audiences, and the sandbox's clock can be moved.
        audience: false,
        acceptedClockSkewMs: -1,
      });
      const profile = await saml.validatePostResponseAsync({ SAMLResponse: response }).then(
        (validated) => validated.profile,
        () => null,
      );
      if (profile === null) return { verdict: 'not-signed-here' };
      if (profile.issuer !== entityId) return { verdict: 'other-issuer' };
      const parsed = assertionShape.safeParse(profile.getAssertion?.().Assertion);
      if (!parsed.success) return { verdict: 'not-whole' };
      const { $, Subject, Conditions } = parsed.data;
      const confirmation = Subject.SubjectConfirmation.SubjectConfirmationData.$;
      if (confirmation.Recipient !== recipient) return { verdict: 'other-recipient' };
      const audiences = Conditions.AudienceRestriction.Audience.map(({ _ }) => _);
      if (!audiences.some((one) => one === audience || one === recipient)) return { verdict: 'other-audience' };
      const { NotBefore = 0, NotOnOrAfter = Number.POSITIVE_INFINITY } = Conditions.$;
      const end = Math.min(confirmation.NotOnOrAfter, NotOnOrAfter, $.IssueInstant + LIFETIME);
      const now = clock.now();
      if (now >= end || now < NotBefore) return { verdict: 'expired' };
      const attributes = z.record(z.string(), attributeValue).safeParse(profile.attributes ?? {});
      if (!attributes.success) return { verdict: 'not-whole' };
      return { verdict: 'valid', nameId: Subject.NameID._, attributes: attributes.data };
    },
  };
}

/** https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-iam.html */
function signInOf(region: string): { readonly recipient: string; readonly audience: string } {
  return region.startsWith('us-gov-')
    ? { recipient: 'https://signin.amazonaws-us-gov.com/saml', audience: 'urn:amazon:webservices:govcloud' }
    : { recipient: 'https://signin.aws.amazon.com/saml', audience: 'urn:amazon:webservices' };
}
