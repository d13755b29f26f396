import { UnsupportedError } from '../../base/errors.js';
import type { UserPoolSettings } from '../resources/user-pool-settings.js';
import { attributesByOperator, checkRequired } from '../user-pool/attributes.js';

/**
 * A federated user's attributes, by the mapping of its provider.
 *
 * @throws AwsError when what the schema requires is not mapped, or does not conform
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
 */
export function mappedAttributes(
  settings: UserPoolSettings,
  mapping: Readonly<Record<string, string>>,
  claims: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const { username = 'sub', ...others } = mapping;
  if (username !== 'sub') throw new UnsupportedError(`an attribute mapping of the user name to ${username}`);
  const given = Object.entries(others).flatMap(([Name, claim]) => {
    const value = claims[claim];
    if (value === undefined || value === null) return [];
    return [{ Name, Value: typeof value === 'object' ? JSON.stringify(value) : String(value) }];
  });
  const attributes = attributesByOperator(settings, given);
  // Whether the provider has verified it counts only where that is mapped, too.
  if (attributes.email !== undefined) attributes.email_verified ??= 'false';
  checkRequired(settings, attributes);
  return attributes;
}
