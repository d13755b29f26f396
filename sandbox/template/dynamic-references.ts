import { DeploymentError, UnsupportedError } from '../base/errors.js';
import type { SecretValues } from './secret-values.js';
import type { SsmValues } from './ssm-values.js';

/** `{{resolve:<service>:<reference>}}`, anywhere in a text. */
const REFERENCE = /\{\{resolve:([a-z-]+):([^{}]+)\}\}/g;
/** A name or an ARN, then `SecretString`, a key of its JSON, a stage and a version. */
const SECRET =
  /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+|[^:]+)(?::SecretString(?::([^:]*))?(?::[^:]*){0,2})?$/;

const SECURE_PAGE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html';

export interface DynamicReferencesOptions {
  readonly ssmValue: SsmValues;
  readonly secretValue: SecretValues['value'];
  readonly isKnownSecret: SecretValues['isKnown'];
}

/**
 * Resolves the dynamic references in the properties of a resource.
 *
 * @param value worked out but for them
 * @param neededBy the resource, for people
 * @throws UnsupportedError naming what is not known and the option that gives it, DeploymentError for a reference that
 * CloudFormation does not take there
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function resolveDynamicReferences(value: unknown, neededBy: string, options: DynamicReferencesOptions): unknown {
  if (typeof value === 'string') {
    if (!value.includes('{{resolve:')) return value;
    return value.replaceAll(REFERENCE, (_whole, service: string, reference: string) =>
      valueOfReference(service, reference, neededBy, options),
    );
  }
  if (Array.isArray(value)) return value.map((item) => resolveDynamicReferences(item, neededBy, options));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolveDynamicReferences(item, neededBy, options)]);
  return Object.fromEntries(entries);
}

function valueOfReference(
  service: string,
  reference: string,
  neededBy: string,
  { ssmValue, secretValue, isKnownSecret }: DynamicReferencesOptions,
): string {
  // A version of a parameter is a number; here there is one.
  if (service === 'ssm') return ssmValue(reference.replace(/:\d+$/, ''), neededBy);
  if (service === 'secretsmanager') {
    const [, id, key] = SECRET.exec(reference) ?? [];
    // Those of an identity provider are asked for when somebody signs in with it: the rest works without.
    const isLate = neededBy.startsWith('AWS::Cognito::UserPoolIdentityProvider ') && !isKnownSecret(id ?? '');
    if (isLate) return `{{resolve:${service}:${reference}}}`;
    if (id !== undefined) return secretValue(id, key === '' ? undefined : key, neededBy);
  }
  if (service === 'ssm-secure') {
    // AWS lists the properties that take one, and none of them is of a resource that is emulated.
    throw new DeploymentError(
      `{{resolve:ssm-secure:${reference}}} in ${neededBy}`,
      'secure strings in the properties that the page lists; elsewhere ssm or secretsmanager',
      SECURE_PAGE,
    );
  }
  throw new UnsupportedError(`the dynamic reference {{resolve:${service}:${reference}}} in ${neededBy}`);
}
