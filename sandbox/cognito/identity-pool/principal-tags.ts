import { AwsError } from '../../base/errors.js';
import type { VerifiedLogin } from './logins.js';
import type { IdentityPool } from './operation-context.js';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html: what STS takes. */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/**
 * Attributes for access control: the session tags that the claims of the logins give. A claim that is not there gives none.
 *
 * @throws AwsError for a claim that cannot be a tag
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html
 */
export function principalTags(
  { principalTags: maps }: IdentityPool,
  logins: readonly VerifiedLogin[],
): Record<string, string> {
  const entries = logins.flatMap(({ mappingNames, claims }) =>
    maps
      .filter(({ identityProviderName }) => mappingNames.includes(identityProviderName))
      .flatMap(({ tags }) => Object.entries(tags).map(([key, claim]) => [key, claims[claim], claim] as const)),
  );
  const given = entries.filter(([, value]) => value !== undefined && value !== '');
  for (const [key, value, claim] of given) checkTag(key, value, claim);
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
}

function checkTag(key: string, value: unknown, claim: string): void {
  if (typeof value !== 'object' && TAG_VALUE.test(String(value))) return;
  throw new AwsError('InvalidParameterException', `The claim ${claim} cannot be the value of the session tag ${key}.`);
}
