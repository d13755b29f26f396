import { UnsupportedError } from '../../base/errors.js';

/** `{{resolve:secretsmanager:<name or ARN>:SecretString:<JSON key>:<stage>:<version>}}` */
const REFERENCE =
  /^\{\{resolve:secretsmanager:(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:}]+|[^:}]+)(?::SecretString(?::([^:}]*))?(?::[^:}]*){0,2})?\}\}$/;

/**
 * The value of a property that may be a dynamic reference, which CloudFormation resolves when it deploys. `secrets` are
 * the values by the secret's name or ARN, for where there is no Secrets Manager.
 *
 * @throws UnsupportedError naming the secret that is not known, or the reference that cannot be resolved
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
export function secretValue(value: string, secrets: Readonly<Record<string, string>>): string {
  if (!value.includes('{{resolve:')) return value;
  const [, id, key] = REFERENCE.exec(value) ?? [];
  if (id === undefined) throw new UnsupportedError(`the dynamic reference ${value}`);
  const name = nameOf(id);
  const text = [id, name].map((known) => (Object.hasOwn(secrets, known) ? secrets[known] : undefined)).find(Boolean);
  if (text === undefined)
    throw new UnsupportedError(`Secrets Manager and was not told the value of the secret ${name}`);
  return key ? valueAt(text, key, name) : text;
}

/** An ARN ends with six characters that Secrets Manager adds to the name. */
function nameOf(id: string): string {
  return id.startsWith('arn:') ? (id.split(':')[6] ?? '').replace(/-\w{6}$/, '') : id;
}

function valueAt(text: string, key: string, name: string): string {
  try {
    const value = (JSON.parse(text) as Record<string, unknown>)[key];
    if (typeof value === 'string') return value;
  } catch {
    // Told below, without the secret.
  }
  throw new UnsupportedError(`the secret ${name}: the value it was told is no JSON with the key ${key}`);
}
