import { UnsupportedError } from '../base/errors.js';
import type { StackResource } from './lazy-resource.js';
import { partitionOf } from './partition.js';
import { generatedName, letters, type ResourceContext, type ResourceType, text } from './resource-type.js';

export const SECRET = 'AWS::SecretsManager::Secret';

/** `Ref` gives the ARN, which ends with six characters that Secrets Manager adds to the name. */
export const secretType: ResourceType = {
  physicalId: ({ environment, ...context }) => {
    const { region, accountId } = environment;
    const ending = letters(environment, `${context.logicalId}/ARN`, 6);
    return `arn:${partitionOf(region).name}:secretsmanager:${region}:${accountId}:secret:${secretName({ environment, ...context })}-${ending}`;
  },
  attributes: { Id: ({ physicalId }) => physicalId },
  idOnly: true,
};

/** The values of secrets, by name or ARN. */
export interface SecretValues {
  isKnown(id: string): boolean;
  /** Of the secret, or of a key of its JSON. @throws UnsupportedError naming a secret that is not known, never its value */
  value(id: string, key: string | undefined, neededBy: string): string;
}

/**
 * @param given by the secret's name or ARN
 * @param ofTemplates the secrets that the templates make; asked for once one is read
 */
export function createSecretValues(
  given: Readonly<Record<string, string>>,
  ofTemplates: () => readonly StackResource[],
): SecretValues {
  const known = (id: string) => {
    const told = [id, nameOf(id)].map((own) => (Object.hasOwn(given, own) ? given[own] : undefined)).find(Boolean);
    const made = ofTemplates().find((secret) => secret.physicalId === id || secretName(secret) === nameOf(id));
    return told ?? (made === undefined ? undefined : generatedValue(made));
  };
  return {
    isKnown: (id) => known(id) !== undefined,
    value(id, key, neededBy) {
      const value = known(id);
      const name = nameOf(id);
      if (value === undefined) {
        throw new UnsupportedError(
          `Secrets Manager and was not told the value of the secret ${name}, which ${neededBy} reads ` +
            `(give it: --secret ${name}=<value>)`,
        );
      }
      return key === undefined ? value : valueAt(value, key, name);
    },
  };
}

/** An ARN ends with six characters that Secrets Manager adds to the name. */
function nameOf(id: string): string {
  return id.startsWith('arn:') ? (id.split(':')[6] ?? '').replace(/-\w{6}$/, '') : id;
}

function secretName(context: Pick<ResourceContext, 'environment' | 'logicalId' | 'property'>): string {
  return text(context.property('Name')) ?? generatedName(context, 255);
}

interface GenerateSecretString {
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
  readonly PasswordLength?: number | string;
  readonly ExcludeCharacters?: string;
}

/** The same at every start, of letters and digits; undefined for a secret that the template leaves without a value. */
function generatedValue({ environment, logicalId, property }: StackResource): string | undefined {
  const own = text(property('SecretString'));
  const generate = property('GenerateSecretString') as GenerateSecretString | undefined;
  if (own !== undefined || generate === undefined) return own;
  const { SecretStringTemplate, GenerateStringKey, PasswordLength = 32, ExcludeCharacters = '' } = generate;
  const long = [0, 1, 2, 3].map((part) => letters(environment, `${logicalId}/secret/${part}`, 80)).join('');
  const password = [...long].filter((letter) => !ExcludeCharacters.includes(letter)).slice(0, Number(PasswordLength));
  if (GenerateStringKey === undefined) return password.join('');
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate ?? '{}'), [GenerateStringKey]: password.join('') });
}

function valueAt(value: string, key: string, name: string): string {
  try {
    const found = (JSON.parse(value) as Record<string, unknown>)[key];
    if (typeof found === 'string') return found;
  } catch {
    // Told below, without the secret.
  }
  throw new UnsupportedError(`the secret ${name}: the value it was told is no JSON with the key ${key}`);
}
