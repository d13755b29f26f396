import type { SamlAssertions, SamlVerdict } from '../saml/saml-assertions.js';
import type { SamlProviderSettings } from '../saml/saml-providers.js';
import { type LoginVerifiers, refused } from './logins.js';

/** Each value is the ARN of a role and that of the provider, in either order. */
const ROLE = 'https://aws.amazon.com/SAML/Attributes/Role';

/**
 * Judges assertions of SAML providers. @throws AwsError `NotAuthorizedException`; AWS documents no words of these
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/saml-identity-provider.html
 */
export function samlLogin(
  assertions: SamlAssertions,
  providers: readonly SamlProviderSettings[],
): LoginVerifiers['saml'] {
  return async (providerArn, response) => {
    const provider = providers.find(({ arn }) => arn === providerArn);
    if (provider === undefined) throw new Error(`The SAML provider ${providerArn} was not looked for at boot.`);
    const judged = await assertions.judge(provider, response);
    if (judged.verdict !== 'valid') throw refused(`Invalid login token. ${REASONS[judged.verdict]}`);
    const { nameId: sub, attributes } = judged;
    const pairs = [attributes[ROLE] ?? []].flat().map((pair) => pair.split(',').map((arn) => arn.trim()));
    const roles = pairs.flatMap((pair) =>
      pair.includes(providerArn) ? pair.filter((arn) => arn !== providerArn) : [],
    );
    const claims = { ...attributes, [NAME_ID]: sub };
    // The last part of `amr` is not documented.
    return { providerName: providerArn, sub, amr: `${providerArn}:${sub}`, claims, mappingNames: [providerArn], roles };
  };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/provider-mappings.html */
const NAME_ID = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';

const REASONS: Readonly<Record<Exclude<SamlVerdict['verdict'], 'valid'>, string>> = {
  'not-signed-here':
    'Response signature invalid. The sandbox takes assertions that it has issued: POST /_sandbox/login-tokens gives one.',
  'other-issuer': 'Issuer not present in specified provider.',
  'not-whole': 'The assertion lacks what AWS asks of it, or has it more than once.',
  'other-recipient': 'The assertion is for another recipient than AWS.',
  'other-audience': 'The assertion is for another audience than AWS.',
  expired: 'The assertion has expired, or is not valid yet.',
};
